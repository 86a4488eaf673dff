CREATE TABLE `actions` (
	`id` text PRIMARY KEY NOT NULL,
	`dispatcher_id` text NOT NULL,
	`position` integer NOT NULL,
	`type` text NOT NULL,
	`name` text,
	`enabled` integer NOT NULL,
	`definition` text NOT NULL,
	FOREIGN KEY (`dispatcher_id`) REFERENCES `dispatchers`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `actions_dispatcher` ON `actions` (`dispatcher_id`,`position`);--> statement-breakpoint
CREATE UNIQUE INDEX `actions_name` ON `actions` (`dispatcher_id`,`name`) WHERE name is not null;--> statement-breakpoint
CREATE TABLE `dispatcher_revisions` (
	`id` text PRIMARY KEY NOT NULL,
	`dispatcher_id` text NOT NULL,
	`definition` text NOT NULL,
	`creation_timestamp` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `dispatcher_revisions_dispatcher` ON `dispatcher_revisions` (`dispatcher_id`,`id`);--> statement-breakpoint
CREATE TABLE `dispatchers` (
	`id` text PRIMARY KEY NOT NULL,
	`event_type` text NOT NULL,
	`name` text,
	`description` text,
	`enabled` integer NOT NULL,
	`tags` text NOT NULL,
	`revision_id` text NOT NULL,
	`creation_timestamp` integer NOT NULL,
	`update_timestamp` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `dispatchers_name` ON `dispatchers` (`name`) WHERE name is not null;--> statement-breakpoint
CREATE INDEX `dispatchers_event_type` ON `dispatchers` (`event_type`);--> statement-breakpoint
CREATE TABLE `events` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`content` text NOT NULL,
	`source` text NOT NULL,
	`external_id` text,
	`dedup_key` text,
	`body_hash` text NOT NULL,
	`outcome` text NOT NULL,
	`run_count` integer NOT NULL,
	`depth` integer NOT NULL,
	`cause_task_id` text,
	`creation_timestamp` integer NOT NULL,
	`update_timestamp` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `events_dedup` ON `events` (`dedup_key`) WHERE dedup_key is not null;--> statement-breakpoint
CREATE INDEX `events_type` ON `events` (`type`,`id`);--> statement-breakpoint
CREATE TABLE `function_code` (
	`hash` text PRIMARY KEY NOT NULL,
	`zip` blob NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `functions` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`enabled` integer NOT NULL,
	`definition` text NOT NULL,
	`secrets_ciphertext` text,
	`code_hash` text,
	`creation_timestamp` integer NOT NULL,
	`update_timestamp` integer NOT NULL,
	FOREIGN KEY (`code_hash`) REFERENCES `function_code`(`hash`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `functions_name_unique` ON `functions` (`name`);--> statement-breakpoint
CREATE TABLE `mail_recipients` (
	`mail_id` text NOT NULL,
	`position` integer NOT NULL,
	`address` text NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`response` text,
	`update_timestamp` integer NOT NULL,
	PRIMARY KEY(`mail_id`, `position`),
	FOREIGN KEY (`mail_id`) REFERENCES `mails`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `mail_recipients_address` ON `mail_recipients` (`address`,`mail_id`);--> statement-breakpoint
CREATE TABLE `mails` (
	`id` text PRIMARY KEY NOT NULL,
	`run_id` text,
	`creator_id` text,
	`lane` text NOT NULL,
	`status` text NOT NULL,
	`message_id` text NOT NULL,
	`from` text NOT NULL,
	`reply_to` text,
	`recipients` text NOT NULL,
	`subject` text NOT NULL,
	`html` text NOT NULL,
	`text` text NOT NULL,
	`template_id` text,
	`template_name` text,
	`language` text,
	`time_zone` text,
	`content` text,
	`views` integer NOT NULL,
	`tracking_hash` text NOT NULL,
	`attempts` integer NOT NULL,
	`due_at` integer NOT NULL,
	`claim_token` text,
	`reason` text,
	`creation_timestamp` integer NOT NULL,
	`update_timestamp` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `mails_run` ON `mails` (`run_id`) WHERE run_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `mails_tracking` ON `mails` (`tracking_hash`);--> statement-breakpoint
CREATE INDEX `mails_due` ON `mails` (`lane`,`due_at`,`id`) WHERE status = 'queued';--> statement-breakpoint
CREATE INDEX `mails_next` ON `mails` (`due_at`) WHERE status = 'queued';--> statement-breakpoint
CREATE INDEX `mails_status` ON `mails` (`status`,`id`);--> statement-breakpoint
CREATE TABLE `attempts` (
	`id` text PRIMARY KEY NOT NULL,
	`mail_id` text,
	`task_id` text,
	`number` integer NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`outcome` text NOT NULL,
	`class` text,
	`code` text,
	`message` text,
	FOREIGN KEY (`mail_id`) REFERENCES `mails`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`task_id`) REFERENCES `tasks`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `attempts_mail` ON `attempts` (`mail_id`,`number`) WHERE mail_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `attempts_task` ON `attempts` (`task_id`,`number`) WHERE task_id is not null;--> statement-breakpoint
CREATE INDEX `attempts_running` ON `attempts` (`id`) WHERE outcome = 'running';--> statement-breakpoint
CREATE TABLE `runs` (
	`id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`lane` text NOT NULL,
	`dispatcher_id` text NOT NULL,
	`revision_id` text NOT NULL,
	`action_id` text NOT NULL,
	`action_type` text NOT NULL,
	`status` text NOT NULL,
	`reason` text,
	`problems` text,
	`creation_timestamp` integer NOT NULL,
	`update_timestamp` integer NOT NULL,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`revision_id`) REFERENCES `dispatcher_revisions`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `runs_once` ON `runs` (`event_id`,`action_id`);--> statement-breakpoint
CREATE INDEX `runs_pending` ON `runs` (`lane`,`id`) WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX `runs_status` ON `runs` (`status`,`id`);--> statement-breakpoint
CREATE INDEX `runs_dispatcher` ON `runs` (`dispatcher_id`,`id`);--> statement-breakpoint
CREATE INDEX `runs_revision` ON `runs` (`revision_id`);--> statement-breakpoint
CREATE TABLE `sources` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`secret_ciphertext` text NOT NULL,
	`secret_last_four` text NOT NULL,
	`creation_timestamp` integer NOT NULL,
	`update_timestamp` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `sources_name_unique` ON `sources` (`name`);--> statement-breakpoint
CREATE TABLE `task_logs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`task_id` text NOT NULL,
	`timestamp` integer NOT NULL,
	`message` text NOT NULL,
	FOREIGN KEY (`task_id`) REFERENCES `tasks`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `task_logs_task` ON `task_logs` (`task_id`,`timestamp`);--> statement-breakpoint
CREATE TABLE `tasks` (
	`id` text PRIMARY KEY NOT NULL,
	`run_id` text,
	`status` text NOT NULL,
	`status_changed_timestamp` integer NOT NULL,
	`function_name` text NOT NULL,
	`data` text NOT NULL,
	`start_timestamp` integer NOT NULL,
	`tags` text NOT NULL,
	`priority` integer NOT NULL,
	`created_by_user_id` text,
	`created_by_application_id` text,
	`retried_by_task_id` text,
	`retry_for_task_ids` text NOT NULL,
	`error` text,
	`result` text,
	`attempts` integer NOT NULL,
	`claim_token` text,
	`idempotency_key` text NOT NULL,
	`depth` integer NOT NULL,
	`creation_timestamp` integer NOT NULL,
	`update_timestamp` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `tasks_run` ON `tasks` (`run_id`) WHERE run_id is not null and status <> 'retried';--> statement-breakpoint
CREATE INDEX `tasks_of_run` ON `tasks` (`run_id`) WHERE run_id is not null;--> statement-breakpoint
CREATE INDEX `tasks_due` ON `tasks` (`function_name`,`priority`,`start_timestamp`,`id`) WHERE status = 'new';--> statement-breakpoint
CREATE INDEX `tasks_next` ON `tasks` (`start_timestamp`) WHERE status = 'new';--> statement-breakpoint
CREATE INDEX `tasks_status` ON `tasks` (`status`,`id`);--> statement-breakpoint
CREATE INDEX `tasks_function` ON `tasks` (`function_name`,`id`);--> statement-breakpoint
CREATE TABLE `localizations` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`text` text NOT NULL,
	`creation_timestamp` integer NOT NULL,
	`update_timestamp` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `localizations_key_unique` ON `localizations` (`key`);--> statement-breakpoint
CREATE TABLE `templates` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`inputs` text,
	`outputs` text NOT NULL,
	`creation_timestamp` integer NOT NULL,
	`update_timestamp` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `templates_name_unique` ON `templates` (`name`);--> statement-breakpoint
CREATE TABLE `applications` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`client_id` text NOT NULL,
	`secret_ciphertext` text,
	`creation_timestamp` integer NOT NULL,
	`update_timestamp` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `applications_name_unique` ON `applications` (`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `applications_client_id_unique` ON `applications` (`client_id`);--> statement-breakpoint
CREATE TABLE `sign_in_failures` (
	`key` text PRIMARY KEY NOT NULL,
	`failures` integer NOT NULL,
	`blocked_until` integer NOT NULL,
	`update_timestamp` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`hash` text NOT NULL,
	`user_id` text,
	`application_id` text,
	`family_id` text,
	`name` text,
	`last_four` text NOT NULL,
	`permissions` text,
	`expires_at` integer,
	`last_used_at` integer,
	`revoked_at` integer,
	`creation_timestamp` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `tokens_hash_unique` ON `tokens` (`hash`);--> statement-breakpoint
CREATE INDEX `tokens_user` ON `tokens` (`user_id`);--> statement-breakpoint
CREATE INDEX `tokens_application` ON `tokens` (`application_id`);--> statement-breakpoint
CREATE INDEX `tokens_family` ON `tokens` (`family_id`) WHERE family_id is not null;--> statement-breakpoint
CREATE INDEX `tokens_expiry` ON `tokens` (`expires_at`) WHERE expires_at is not null;--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`password_hash` text NOT NULL,
	`first_name` text,
	`last_name` text,
	`language` text,
	`time_zone` text,
	`roles` text NOT NULL,
	`enabled` integer NOT NULL,
	`creation_timestamp` integer NOT NULL,
	`update_timestamp` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email_unique` ON `users` (`email`);