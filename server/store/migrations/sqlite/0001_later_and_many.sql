CREATE TABLE `batches` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`requestor_id` text NOT NULL,
	`acceptor_id` text NOT NULL,
	`mailbox_id` text NOT NULL,
	`grant_id` text,
	`state` text NOT NULL,
	`idempotency_key` text NOT NULL,
	`request_hash` text NOT NULL,
	`sealed_heading` blob NOT NULL,
	`content_hash` text NOT NULL,
	`total` integer NOT NULL,
	`created_at` integer NOT NULL,
	`paused_at` integer,
	`ended_at` integer,
	FOREIGN KEY (`requestor_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`acceptor_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`mailbox_id`) REFERENCES `mailboxes`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`grant_id`) REFERENCES `grants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `batches_idempotency` ON `batches` (`requestor_id`,`idempotency_key`);--> statement-breakpoint
CREATE INDEX `batches_requestor` ON `batches` (`requestor_id`,`id`);--> statement-breakpoint
CREATE INDEX `batches_acceptor` ON `batches` (`acceptor_id`,`id`);--> statement-breakpoint
CREATE TABLE `mailbox_hours` (
	`mailbox_id` text NOT NULL,
	`hour` integer NOT NULL,
	`own` integer DEFAULT 0 NOT NULL,
	`delegated` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`mailbox_id`, `hour`),
	FOREIGN KEY (`mailbox_id`) REFERENCES `mailboxes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `mailboxes` ADD `history_read_at` integer;--> statement-breakpoint
ALTER TABLE `mailboxes` ADD `rest_reason` text;--> statement-breakpoint
ALTER TABLE `mailboxes` ADD `delegated_rests_until` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `mailboxes` ADD `pace_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sends` ADD `recipient_key` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `sends` ADD `planned_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sends` ADD `zone` text;--> statement-breakpoint
ALTER TABLE `sends` ADD `hours` text;--> statement-breakpoint
ALTER TABLE `sends` ADD `batch_id` text;--> statement-breakpoint
ALTER TABLE `sends` ADD `batch_row` integer;--> statement-breakpoint
ALTER TABLE `sends` ADD `looks` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sends` ADD `reattempts` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `sends_batch` ON `sends` (`batch_id`,`state`);--> statement-breakpoint
CREATE INDEX `sends_recipient` ON `sends` (`workspace_id`,`recipient_key`,`id`);--> statement-breakpoint
UPDATE `sends` SET `planned_at` = `due_at`, `recipient_key` = lower(`to_email`);
