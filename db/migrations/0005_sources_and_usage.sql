ALTER TABLE `sources` ADD `previous_secret_ciphertext` text;--> statement-breakpoint
ALTER TABLE `sources` ADD `previous_secret_until` integer;--> statement-breakpoint
CREATE INDEX `actions_function` ON `actions` (json_extract(`definition`, '$.functionName'),`dispatcher_id`) WHERE type = 'task';--> statement-breakpoint
CREATE INDEX `events_source` ON `events` (`source`,`id`);