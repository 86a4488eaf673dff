CREATE TABLE `audit_anchors` (
	`sequence` integer PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`creation_timestamp` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `audit_entries` (
	`sequence` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`creation_timestamp` integer NOT NULL,
	`actor_kind` text NOT NULL,
	`actor` text NOT NULL,
	`user_id` text,
	`token_id` text,
	`application_id` text,
	`address` text,
	`request_id` text,
	`operation` text,
	`act` text NOT NULL,
	`object_kind` text,
	`object_id` text,
	`object_name` text,
	`changes` text NOT NULL,
	`hash` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `audit_entries_id_unique` ON `audit_entries` (`id`);--> statement-breakpoint
CREATE INDEX `audit_entries_object` ON `audit_entries` (`object_id`,`id`);--> statement-breakpoint
CREATE INDEX `audit_entries_act` ON `audit_entries` (`act`,`id`);--> statement-breakpoint
CREATE INDEX `audit_entries_request` ON `audit_entries` (`request_id`,`id`);--> statement-breakpoint
CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`update_timestamp` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TRIGGER `audit_entries_unchanged` BEFORE UPDATE ON `audit_entries` BEGIN
	SELECT RAISE(ABORT, 'the audit log is only added to');
END;--> statement-breakpoint
CREATE TRIGGER `audit_entries_kept` BEFORE DELETE ON `audit_entries`
WHEN NOT EXISTS (SELECT 1 FROM `audit_anchors` WHERE `sequence` >= OLD.`sequence`) BEGIN
	SELECT RAISE(ABORT, 'the audit log is only added to');
END;--> statement-breakpoint
CREATE TRIGGER `audit_anchors_unchanged` BEFORE UPDATE ON `audit_anchors` BEGIN
	SELECT RAISE(ABORT, 'the audit log is only added to');
END;--> statement-breakpoint
CREATE TRIGGER `audit_anchors_kept` BEFORE DELETE ON `audit_anchors` BEGIN
	SELECT RAISE(ABORT, 'the audit log is only added to');
END;
