CREATE TABLE `refused_keys` (
	`requestor_id` text NOT NULL,
	`subject` text NOT NULL,
	`idempotency_key` text NOT NULL,
	`request_hash` text NOT NULL,
	`code` text NOT NULL,
	`message` text NOT NULL,
	`refused_at` integer NOT NULL,
	PRIMARY KEY(`requestor_id`, `subject`, `idempotency_key`),
	FOREIGN KEY (`requestor_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `refused_keys_at` ON `refused_keys` (`refused_at`);--> statement-breakpoint
ALTER TABLE `tracked_sends` ADD `tell_at` integer;--> statement-breakpoint
ALTER TABLE `tracked_sends` ADD `open_told_at` integer;--> statement-breakpoint
ALTER TABLE `tracked_sends` ADD `click_told_at` integer;--> statement-breakpoint
CREATE INDEX `tracked_sends_tell` ON `tracked_sends` (`tell_at`);