DROP INDEX `runs_once`;--> statement-breakpoint
ALTER TABLE `runs` ADD `replay` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `runs_once` ON `runs` (`event_id`,`action_id`,`replay`);--> statement-breakpoint
ALTER TABLE `mails` ADD `retried_at` integer;--> statement-breakpoint
ALTER TABLE `tasks` ADD `retries_before` integer DEFAULT 0 NOT NULL;