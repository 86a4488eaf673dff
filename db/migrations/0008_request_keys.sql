CREATE TABLE `request_keys` (
	`hash` text PRIMARY KEY NOT NULL,
	`body_hash` text NOT NULL,
	`made_id` text NOT NULL,
	`creation_timestamp` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `request_keys_age` ON `request_keys` (`creation_timestamp`);