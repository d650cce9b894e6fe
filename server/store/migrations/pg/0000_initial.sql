CREATE TABLE "access_tokens" (
	"hash" text PRIMARY KEY NOT NULL,
	"family_id" text NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"workspace_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"at" bigint NOT NULL,
	"action" text NOT NULL,
	"actor_id" text,
	"subject_type" text NOT NULL,
	"subject_id" text NOT NULL,
	"requestor_id" text,
	"acceptor_id" text,
	"details" text NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_entries_workspace_id_seq_pk" PRIMARY KEY("workspace_id","seq")
);
--> statement-breakpoint
CREATE TABLE "auth_codes" (
	"hash" text PRIMARY KEY NOT NULL,
	"member_id" text NOT NULL,
	"redirect_uri" text NOT NULL,
	"code_challenge" text NOT NULL,
	"expires_at" bigint NOT NULL,
	"family_id" text
);
--> statement-breakpoint
CREATE TABLE "auth_flows" (
	"state_hash" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"redirect_uri" text,
	"client_state" text,
	"code_challenge" text,
	"member_id" text,
	"replies" boolean DEFAULT false NOT NULL,
	"sealed_verifier" "bytea" NOT NULL,
	"nonce" text NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"member_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"type" text NOT NULL,
	"subject_id" text NOT NULL,
	"actor_id" text,
	"at" bigint NOT NULL,
	CONSTRAINT "events_member_id_seq_pk" PRIMARY KEY("member_id","seq")
);
--> statement-breakpoint
CREATE TABLE "grant_usage" (
	"grant_id" text NOT NULL,
	"day" text NOT NULL,
	"used" bigint NOT NULL,
	CONSTRAINT "grant_usage_grant_id_day_pk" PRIMARY KEY("grant_id","day")
);
--> statement-breakpoint
CREATE TABLE "grants" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"requestor_id" text NOT NULL,
	"acceptor_id" text NOT NULL,
	"mailbox_id" text NOT NULL,
	"iss" text NOT NULL,
	"sub" text NOT NULL,
	"state" text NOT NULL,
	"open_pair" text,
	"note" text,
	"terms" jsonb NOT NULL,
	"terms_digest" text NOT NULL,
	"created_at" bigint NOT NULL,
	"ends_at" bigint,
	"active_since" bigint,
	"ended_at" bigint,
	CONSTRAINT "grants_open_pair_unique" UNIQUE("open_pair")
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"email" text NOT NULL,
	"invited_by" text NOT NULL,
	"state" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mailboxes" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"member_id" text NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"disconnect_reason" text,
	"replies" boolean DEFAULT false NOT NULL,
	"sealed_refresh_token" "bytea",
	"sealed_access_token" "bytea",
	"access_token_until" bigint,
	"token_version" bigint DEFAULT 0 NOT NULL,
	"history_id" text,
	"connected_at" bigint,
	"next_due_at" bigint,
	"rests_until" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "mailboxes_member_id_unique" UNIQUE("member_id")
);
--> statement-breakpoint
CREATE TABLE "members" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"iss" text NOT NULL,
	"sub" text NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"picture_url" text,
	"role" text NOT NULL,
	"paused_at" bigint,
	"frozen_at" bigint,
	"event_seq" bigint DEFAULT 0 NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "refresh_tokens" (
	"hash" text PRIMARY KEY NOT NULL,
	"family_id" text NOT NULL,
	"issued_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"used_at" bigint,
	"successor_hash" text
);
--> statement-breakpoint
CREATE TABLE "sends" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"requestor_id" text NOT NULL,
	"acceptor_id" text NOT NULL,
	"mailbox_id" text NOT NULL,
	"grant_id" text,
	"state" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"request_hash" text NOT NULL,
	"to_email" text NOT NULL,
	"sealed_heading" "bytea" NOT NULL,
	"sealed_body" "bytea" NOT NULL,
	"content_hash" text NOT NULL,
	"in_reply_to" text,
	"created_at" bigint NOT NULL,
	"due_at" bigint NOT NULL,
	"undo_until" bigint NOT NULL,
	"usage_day" text NOT NULL,
	"epoch" bigint DEFAULT 0 NOT NULL,
	"lease_until" bigint,
	"fired_at" bigint,
	"attempts" bigint DEFAULT 0 NOT NULL,
	"history_id" text,
	"sent_at" bigint,
	"ended_at" bigint,
	"failure" text,
	"sealed_message_id" "bytea",
	"sealed_thread_id" "bytea"
);
--> statement-breakpoint
CREATE TABLE "session_families" (
	"id" text PRIMARY KEY NOT NULL,
	"member_id" text NOT NULL,
	"created_at" bigint NOT NULL,
	"ended_at" bigint,
	"end_reason" text
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"domain" text,
	"created_at" bigint NOT NULL,
	"audit_seq" bigint DEFAULT 0 NOT NULL,
	"audit_hash" text DEFAULT '' NOT NULL,
	CONSTRAINT "workspaces_domain_unique" UNIQUE("domain")
);
--> statement-breakpoint
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_family_id_session_families_id_fk" FOREIGN KEY ("family_id") REFERENCES "public"."session_families"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth_codes" ADD CONSTRAINT "auth_codes_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_usage" ADD CONSTRAINT "grant_usage_grant_id_grants_id_fk" FOREIGN KEY ("grant_id") REFERENCES "public"."grants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_requestor_id_members_id_fk" FOREIGN KEY ("requestor_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_acceptor_id_members_id_fk" FOREIGN KEY ("acceptor_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD CONSTRAINT "mailboxes_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refresh_tokens" ADD CONSTRAINT "refresh_tokens_family_id_session_families_id_fk" FOREIGN KEY ("family_id") REFERENCES "public"."session_families"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sends" ADD CONSTRAINT "sends_requestor_id_members_id_fk" FOREIGN KEY ("requestor_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sends" ADD CONSTRAINT "sends_acceptor_id_members_id_fk" FOREIGN KEY ("acceptor_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sends" ADD CONSTRAINT "sends_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sends" ADD CONSTRAINT "sends_grant_id_grants_id_fk" FOREIGN KEY ("grant_id") REFERENCES "public"."grants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_families" ADD CONSTRAINT "session_families_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_tokens_family" ON "access_tokens" USING btree ("family_id");--> statement-breakpoint
CREATE INDEX "access_tokens_expiry" ON "access_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "audit_entries_subject" ON "audit_entries" USING btree ("subject_id","seq");--> statement-breakpoint
CREATE INDEX "auth_codes_expiry" ON "auth_codes" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "auth_flows_expiry" ON "auth_flows" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "grants_requestor" ON "grants" USING btree ("requestor_id","id");--> statement-breakpoint
CREATE INDEX "grants_acceptor" ON "grants" USING btree ("acceptor_id","id");--> statement-breakpoint
CREATE INDEX "grants_mailbox" ON "grants" USING btree ("mailbox_id","state");--> statement-breakpoint
CREATE INDEX "grants_end" ON "grants" USING btree ("state","ends_at");--> statement-breakpoint
CREATE INDEX "invitations_email" ON "invitations" USING btree ("email","state");--> statement-breakpoint
CREATE INDEX "invitations_workspace" ON "invitations" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "mailboxes_due" ON "mailboxes" USING btree ("next_due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "members_account" ON "members" USING btree ("iss","sub");--> statement-breakpoint
CREATE INDEX "members_workspace" ON "members" USING btree ("workspace_id","id");--> statement-breakpoint
CREATE INDEX "members_email" ON "members" USING btree ("email");--> statement-breakpoint
CREATE INDEX "refresh_tokens_family" ON "refresh_tokens" USING btree ("family_id");--> statement-breakpoint
CREATE INDEX "refresh_tokens_expiry" ON "refresh_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sends_idempotency" ON "sends" USING btree ("requestor_id","idempotency_key");--> statement-breakpoint
CREATE INDEX "sends_queue" ON "sends" USING btree ("mailbox_id","state","due_at");--> statement-breakpoint
CREATE INDEX "sends_grant" ON "sends" USING btree ("grant_id","state");--> statement-breakpoint
CREATE INDEX "sends_requestor" ON "sends" USING btree ("requestor_id","id");--> statement-breakpoint
CREATE INDEX "sends_acceptor" ON "sends" USING btree ("acceptor_id","id");--> statement-breakpoint
CREATE INDEX "sends_lease" ON "sends" USING btree ("state","lease_until");--> statement-breakpoint
CREATE INDEX "session_families_member" ON "session_families" USING btree ("member_id");