CREATE TABLE `sender_days` (
	`workspace_id` text NOT NULL,
	`day` text NOT NULL,
	`requestor_id` text NOT NULL,
	`acceptor_id` text NOT NULL,
	`sent` integer DEFAULT 0 NOT NULL,
	`opened` integer DEFAULT 0 NOT NULL,
	`open_machines` integer DEFAULT 0 NOT NULL,
	`open_unknown` integer DEFAULT 0 NOT NULL,
	`clicked` integer DEFAULT 0 NOT NULL,
	`replied` integer DEFAULT 0 NOT NULL,
	`bounced` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`workspace_id`, `day`, `requestor_id`, `acceptor_id`)
);
--> statement-breakpoint
CREATE INDEX `sender_days_requestor` ON `sender_days` (`requestor_id`,`day`);--> statement-breakpoint
CREATE INDEX `sender_days_acceptor` ON `sender_days` (`acceptor_id`,`day`);--> statement-breakpoint
CREATE TABLE `server_secrets` (
	`id` text PRIMARY KEY NOT NULL,
	`sealed_secret` blob NOT NULL
);
--> statement-breakpoint
CREATE TABLE `suppressions` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`recipient_key` text NOT NULL,
	`email` text NOT NULL,
	`source` text NOT NULL,
	`by_member_id` text,
	`send_id` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `suppressions_recipient` ON `suppressions` (`workspace_id`,`recipient_key`);--> statement-breakpoint
CREATE INDEX `suppressions_list` ON `suppressions` (`workspace_id`,`id`);--> statement-breakpoint
CREATE TABLE `tracked_sends` (
	`send_id` text PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	`opens` integer NOT NULL,
	`clicks` integer NOT NULL,
	`sealed_links` blob,
	`silenced_at` integer,
	`open_people` integer DEFAULT 0 NOT NULL,
	`open_machines` integer DEFAULT 0 NOT NULL,
	`open_unknown` integer DEFAULT 0 NOT NULL,
	`click_people` integer DEFAULT 0 NOT NULL,
	`click_machines` integer DEFAULT 0 NOT NULL,
	`click_unknown` integer DEFAULT 0 NOT NULL,
	`first_open_at` integer,
	`last_open_at` integer,
	`first_click_at` integer,
	`last_click_at` integer,
	`hits` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`send_id`) REFERENCES `sends`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `tracking_hits` (
	`send_id` text NOT NULL,
	`seq` integer NOT NULL,
	`kind` text NOT NULL,
	`link` integer,
	`at` integer NOT NULL,
	`verdict` text NOT NULL,
	`reason` text NOT NULL,
	`agent` text NOT NULL,
	`visitor` text NOT NULL,
	PRIMARY KEY(`send_id`, `seq`),
	FOREIGN KEY (`send_id`) REFERENCES `tracked_sends`(`send_id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `watched_threads` (
	`send_id` text PRIMARY KEY NOT NULL,
	`mailbox_id` text NOT NULL,
	`sent_at` integer NOT NULL,
	`next_look_at` integer,
	`looks` integer DEFAULT 0 NOT NULL,
	`replied_at` integer,
	`auto_replied_at` integer,
	`bounced_at` integer,
	`bounce_reason` text,
	FOREIGN KEY (`send_id`) REFERENCES `sends`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `watched_threads_due` ON `watched_threads` (`next_look_at`);--> statement-breakpoint
CREATE INDEX `watched_threads_mailbox` ON `watched_threads` (`mailbox_id`);--> statement-breakpoint
ALTER TABLE `workspaces` ADD `policy` text;