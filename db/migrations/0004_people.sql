CREATE TABLE `roles` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`permissions` text NOT NULL,
	`creation_timestamp` integer NOT NULL,
	`update_timestamp` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `roles_name_unique` ON `roles` (`name`);--> statement-breakpoint
ALTER TABLE `applications` ADD `secret_last_four` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `enabled` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `applications` ADD `last_used_at` integer;--> statement-breakpoint
ALTER TABLE `tokens` ADD `address` text;--> statement-breakpoint
ALTER TABLE `tokens` ADD `user_agent` text;--> statement-breakpoint
ALTER TABLE `users` ADD `last_seen_at` integer;