CREATE TABLE "batches" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"requestor_id" text NOT NULL,
	"acceptor_id" text NOT NULL,
	"mailbox_id" text NOT NULL,
	"grant_id" text,
	"state" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"request_hash" text NOT NULL,
	"sealed_heading" "bytea" NOT NULL,
	"content_hash" text NOT NULL,
	"total" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"paused_at" bigint,
	"ended_at" bigint
);
--> statement-breakpoint
CREATE TABLE "mailbox_hours" (
	"mailbox_id" text NOT NULL,
	"hour" bigint NOT NULL,
	"own" bigint DEFAULT 0 NOT NULL,
	"delegated" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "mailbox_hours_mailbox_id_hour_pk" PRIMARY KEY("mailbox_id","hour")
);
--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "history_read_at" bigint;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "rest_reason" text;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "delegated_rests_until" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "pace_at" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "recipient_key" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "planned_at" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "zone" text;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "hours" jsonb;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "batch_id" text;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "batch_row" bigint;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "looks" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "reattempts" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_requestor_id_members_id_fk" FOREIGN KEY ("requestor_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_acceptor_id_members_id_fk" FOREIGN KEY ("acceptor_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_grant_id_grants_id_fk" FOREIGN KEY ("grant_id") REFERENCES "public"."grants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mailbox_hours" ADD CONSTRAINT "mailbox_hours_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "batches_idempotency" ON "batches" USING btree ("requestor_id","idempotency_key");--> statement-breakpoint
CREATE INDEX "batches_requestor" ON "batches" USING btree ("requestor_id","id");--> statement-breakpoint
CREATE INDEX "batches_acceptor" ON "batches" USING btree ("acceptor_id","id");--> statement-breakpoint
CREATE INDEX "sends_batch" ON "sends" USING btree ("batch_id","state");--> statement-breakpoint
CREATE INDEX "sends_recipient" ON "sends" USING btree ("workspace_id","recipient_key","id");--> statement-breakpoint
UPDATE "sends" SET "planned_at" = "due_at", "recipient_key" = lower("to_email");
