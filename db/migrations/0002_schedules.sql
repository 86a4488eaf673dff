CREATE TABLE `oauth1_nonces` (
	`hash` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `oauth1_nonces_expiry` ON `oauth1_nonces` (`expires_at`);--> statement-breakpoint
CREATE TABLE `schedules` (
	`id` text PRIMARY KEY NOT NULL,
	`function_name` text NOT NULL,
	`interval` integer NOT NULL,
	`data` text NOT NULL,
	`priority` integer,
	`start_timestamp` integer NOT NULL,
	`next_timestamp` integer NOT NULL,
	`created_by_user_id` text,
	`created_by_application_id` text,
	`creation_timestamp` integer NOT NULL,
	`update_timestamp` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `schedules_next` ON `schedules` (`next_timestamp`,`id`);--> statement-breakpoint
ALTER TABLE `tasks` ADD `direct` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `tokens` ADD `secret_ciphertext` text;