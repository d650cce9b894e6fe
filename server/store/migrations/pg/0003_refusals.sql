CREATE TABLE "refused_keys" (
	"requestor_id" text NOT NULL,
	"subject" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"request_hash" text NOT NULL,
	"code" text NOT NULL,
	"message" text NOT NULL,
	"refused_at" bigint NOT NULL,
	CONSTRAINT "refused_keys_requestor_id_subject_idempotency_key_pk" PRIMARY KEY("requestor_id","subject","idempotency_key")
);
--> statement-breakpoint
ALTER TABLE "tracked_sends" ADD COLUMN "tell_at" bigint;--> statement-breakpoint
ALTER TABLE "tracked_sends" ADD COLUMN "open_told_at" bigint;--> statement-breakpoint
ALTER TABLE "tracked_sends" ADD COLUMN "click_told_at" bigint;--> statement-breakpoint
ALTER TABLE "refused_keys" ADD CONSTRAINT "refused_keys_requestor_id_members_id_fk" FOREIGN KEY ("requestor_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "refused_keys_at" ON "refused_keys" USING btree ("refused_at");--> statement-breakpoint
CREATE INDEX "tracked_sends_tell" ON "tracked_sends" USING btree ("tell_at");