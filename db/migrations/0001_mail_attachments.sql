CREATE TABLE `mail_attachments` (
	`mail_id` text NOT NULL,
	`position` integer NOT NULL,
	`name` text NOT NULL,
	`type` text,
	`content` blob NOT NULL,
	PRIMARY KEY(`mail_id`, `position`),
	FOREIGN KEY (`mail_id`) REFERENCES `mails`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
