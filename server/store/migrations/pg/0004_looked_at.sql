ALTER TABLE "sender_days" ADD COLUMN "opens_each" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sender_days" ADD COLUMN "opens_in_sums" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sender_days" ADD COLUMN "clicks_each" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sender_days" ADD COLUMN "clicks_in_sums" bigint DEFAULT 0 NOT NULL;