CREATE TABLE "sender_days" (
	"workspace_id" text NOT NULL,
	"day" text NOT NULL,
	"requestor_id" text NOT NULL,
	"acceptor_id" text NOT NULL,
	"sent" bigint DEFAULT 0 NOT NULL,
	"opened" bigint DEFAULT 0 NOT NULL,
	"open_machines" bigint DEFAULT 0 NOT NULL,
	"open_unknown" bigint DEFAULT 0 NOT NULL,
	"clicked" bigint DEFAULT 0 NOT NULL,
	"replied" bigint DEFAULT 0 NOT NULL,
	"bounced" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "sender_days_workspace_id_day_requestor_id_acceptor_id_pk" PRIMARY KEY("workspace_id","day","requestor_id","acceptor_id")
);
--> statement-breakpoint
CREATE TABLE "server_secrets" (
	"id" text PRIMARY KEY NOT NULL,
	"sealed_secret" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "suppressions" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"recipient_key" text NOT NULL,
	"email" text NOT NULL,
	"source" text NOT NULL,
	"by_member_id" text,
	"send_id" text,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tracked_sends" (
	"send_id" text PRIMARY KEY NOT NULL,
	"mode" text NOT NULL,
	"opens" boolean NOT NULL,
	"clicks" boolean NOT NULL,
	"sealed_links" "bytea",
	"silenced_at" bigint,
	"open_people" bigint DEFAULT 0 NOT NULL,
	"open_machines" bigint DEFAULT 0 NOT NULL,
	"open_unknown" bigint DEFAULT 0 NOT NULL,
	"click_people" bigint DEFAULT 0 NOT NULL,
	"click_machines" bigint DEFAULT 0 NOT NULL,
	"click_unknown" bigint DEFAULT 0 NOT NULL,
	"first_open_at" bigint,
	"last_open_at" bigint,
	"first_click_at" bigint,
	"last_click_at" bigint,
	"hits" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tracking_hits" (
	"send_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"kind" text NOT NULL,
	"link" bigint,
	"at" bigint NOT NULL,
	"verdict" text NOT NULL,
	"reason" text NOT NULL,
	"agent" text NOT NULL,
	"visitor" text NOT NULL,
	CONSTRAINT "tracking_hits_send_id_seq_pk" PRIMARY KEY("send_id","seq")
);
--> statement-breakpoint
CREATE TABLE "watched_threads" (
	"send_id" text PRIMARY KEY NOT NULL,
	"mailbox_id" text NOT NULL,
	"sent_at" bigint NOT NULL,
	"next_look_at" bigint,
	"looks" bigint DEFAULT 0 NOT NULL,
	"replied_at" bigint,
	"auto_replied_at" bigint,
	"bounced_at" bigint,
	"bounce_reason" text
);
--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "policy" jsonb;--> statement-breakpoint
ALTER TABLE "suppressions" ADD CONSTRAINT "suppressions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tracked_sends" ADD CONSTRAINT "tracked_sends_send_id_sends_id_fk" FOREIGN KEY ("send_id") REFERENCES "public"."sends"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tracking_hits" ADD CONSTRAINT "tracking_hits_send_id_tracked_sends_send_id_fk" FOREIGN KEY ("send_id") REFERENCES "public"."tracked_sends"("send_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watched_threads" ADD CONSTRAINT "watched_threads_send_id_sends_id_fk" FOREIGN KEY ("send_id") REFERENCES "public"."sends"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sender_days_requestor" ON "sender_days" USING btree ("requestor_id","day");--> statement-breakpoint
CREATE INDEX "sender_days_acceptor" ON "sender_days" USING btree ("acceptor_id","day");--> statement-breakpoint
CREATE UNIQUE INDEX "suppressions_recipient" ON "suppressions" USING btree ("workspace_id","recipient_key");--> statement-breakpoint
CREATE INDEX "suppressions_list" ON "suppressions" USING btree ("workspace_id","id");--> statement-breakpoint
CREATE INDEX "watched_threads_due" ON "watched_threads" USING btree ("next_look_at");--> statement-breakpoint
CREATE INDEX "watched_threads_mailbox" ON "watched_threads" USING btree ("mailbox_id");