DROP INDEX "sends_requestor";--> statement-breakpoint
DROP INDEX "sends_acceptor";--> statement-breakpoint
ALTER TABLE "sender_days" ADD COLUMN "replies_looked_at" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "unsubscribe_line" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "sends_requestor" ON "sends" USING btree ("requestor_id",(case when "sent_at" is not null then "sent_at" when "ended_at" is not null then "ended_at" else "planned_at" end),"id");--> statement-breakpoint
CREATE INDEX "sends_acceptor" ON "sends" USING btree ("acceptor_id",(case when "sent_at" is not null then "sent_at" when "ended_at" is not null then "ended_at" else "planned_at" end),"id");