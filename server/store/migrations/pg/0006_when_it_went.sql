DROP INDEX "sends_requestor";--> statement-breakpoint
DROP INDEX "sends_acceptor";--> statement-breakpoint
ALTER TABLE "sender_days" ADD COLUMN "replies_looked_at" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "unsubscribe_line" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "sends_requestor" ON "sends" USING btree ("requestor_id",(case when "sent_at" is not null then "sent_at" when "ended_at" is not null then "ended_at" else "planned_at" end),"id");--> statement-breakpoint
CREATE INDEX "sends_acceptor" ON "sends" USING btree ("acceptor_id",(case when "sent_at" is not null then "sent_at" when "ended_at" is not null then "ended_at" else "planned_at" end),"id");--> statement-breakpoint
-- What waits goes out as its workspace's policy had it, and as an approval of it was shown.
UPDATE "sends" SET "unsubscribe_line" = true FROM "workspaces" WHERE "workspaces"."id" = "sends"."workspace_id" AND "sends"."state" IN ('held', 'queued', 'sending', 'uncertain') AND "workspaces"."policy"->>'unsubscribeLine' = 'true';--> statement-breakpoint
-- Figures from before were of all emails.
UPDATE "sender_days" SET "replies_looked_at" = "sent";
