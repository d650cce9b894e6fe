ALTER TABLE `sender_days` ADD `opens_each` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sender_days` ADD `opens_in_sums` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sender_days` ADD `clicks_each` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sender_days` ADD `clicks_in_sums` integer DEFAULT 0 NOT NULL;