DROP INDEX `sends_requestor`;--> statement-breakpoint
DROP INDEX `sends_acceptor`;--> statement-breakpoint
ALTER TABLE `sends` ADD `unsubscribe_line` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `sends_requestor` ON `sends` (`requestor_id`,(case when "sent_at" is not null then "sent_at" when "ended_at" is not null then "ended_at" else "planned_at" end),`id`);--> statement-breakpoint
CREATE INDEX `sends_acceptor` ON `sends` (`acceptor_id`,(case when "sent_at" is not null then "sent_at" when "ended_at" is not null then "ended_at" else "planned_at" end),`id`);--> statement-breakpoint
ALTER TABLE `sender_days` ADD `replies_looked_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- What waits goes out as its workspace's policy had it, and as an approval of it was shown.
UPDATE `sends` SET `unsubscribe_line` = 1 WHERE `state` IN ('held', 'queued', 'sending', 'uncertain') AND `workspace_id` IN (SELECT `id` FROM `workspaces` WHERE json_extract(`policy`, '$.unsubscribeLine') = 1);--> statement-breakpoint
-- Figures from before were of all emails.
UPDATE `sender_days` SET `replies_looked_at` = `sent`;
