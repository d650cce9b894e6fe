DROP INDEX `sends_requestor`;--> statement-breakpoint
DROP INDEX `sends_acceptor`;--> statement-breakpoint
ALTER TABLE `sends` ADD `unsubscribe_line` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `sends_requestor` ON `sends` (`requestor_id`,(case when "sent_at" is not null then "sent_at" when "ended_at" is not null then "ended_at" else "planned_at" end),`id`);--> statement-breakpoint
CREATE INDEX `sends_acceptor` ON `sends` (`acceptor_id`,(case when "sent_at" is not null then "sent_at" when "ended_at" is not null then "ended_at" else "planned_at" end),`id`);--> statement-breakpoint
ALTER TABLE `sender_days` ADD `replies_looked_at` integer DEFAULT 0 NOT NULL;