CREATE TABLE `access_tokens` (
	`hash` text PRIMARY KEY NOT NULL,
	`family_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`family_id`) REFERENCES `session_families`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `access_tokens_family` ON `access_tokens` (`family_id`);--> statement-breakpoint
CREATE INDEX `access_tokens_expiry` ON `access_tokens` (`expires_at`);--> statement-breakpoint
CREATE TABLE `audit_entries` (
	`workspace_id` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`action` text NOT NULL,
	`actor_id` text,
	`subject_type` text NOT NULL,
	`subject_id` text NOT NULL,
	`requestor_id` text,
	`acceptor_id` text,
	`details` text NOT NULL,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `seq`)
);
--> statement-breakpoint
CREATE INDEX `audit_entries_subject` ON `audit_entries` (`subject_id`,`seq`);--> statement-breakpoint
CREATE TABLE `auth_codes` (
	`hash` text PRIMARY KEY NOT NULL,
	`member_id` text NOT NULL,
	`redirect_uri` text NOT NULL,
	`code_challenge` text NOT NULL,
	`expires_at` integer NOT NULL,
	`family_id` text,
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `auth_codes_expiry` ON `auth_codes` (`expires_at`);--> statement-breakpoint
CREATE TABLE `auth_flows` (
	`state_hash` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`redirect_uri` text,
	`client_state` text,
	`code_challenge` text,
	`member_id` text,
	`replies` integer DEFAULT false NOT NULL,
	`sealed_verifier` blob NOT NULL,
	`nonce` text NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `auth_flows_expiry` ON `auth_flows` (`expires_at`);--> statement-breakpoint
CREATE TABLE `events` (
	`member_id` text NOT NULL,
	`seq` integer NOT NULL,
	`type` text NOT NULL,
	`subject_id` text NOT NULL,
	`actor_id` text,
	`at` integer NOT NULL,
	PRIMARY KEY(`member_id`, `seq`),
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `grant_usage` (
	`grant_id` text NOT NULL,
	`day` text NOT NULL,
	`used` integer NOT NULL,
	PRIMARY KEY(`grant_id`, `day`),
	FOREIGN KEY (`grant_id`) REFERENCES `grants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `grants` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`requestor_id` text NOT NULL,
	`acceptor_id` text NOT NULL,
	`mailbox_id` text NOT NULL,
	`iss` text NOT NULL,
	`sub` text NOT NULL,
	`state` text NOT NULL,
	`open_pair` text,
	`note` text,
	`terms` text NOT NULL,
	`terms_digest` text NOT NULL,
	`created_at` integer NOT NULL,
	`ends_at` integer,
	`active_since` integer,
	`ended_at` integer,
	FOREIGN KEY (`requestor_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`acceptor_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`mailbox_id`) REFERENCES `mailboxes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `grants_open_pair_unique` ON `grants` (`open_pair`);--> statement-breakpoint
CREATE INDEX `grants_requestor` ON `grants` (`requestor_id`,`id`);--> statement-breakpoint
CREATE INDEX `grants_acceptor` ON `grants` (`acceptor_id`,`id`);--> statement-breakpoint
CREATE INDEX `grants_mailbox` ON `grants` (`mailbox_id`,`state`);--> statement-breakpoint
CREATE INDEX `grants_end` ON `grants` (`state`,`ends_at`);--> statement-breakpoint
CREATE TABLE `invitations` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`email` text NOT NULL,
	`invited_by` text NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `invitations_email` ON `invitations` (`email`,`state`);--> statement-breakpoint
CREATE INDEX `invitations_workspace` ON `invitations` (`workspace_id`);--> statement-breakpoint
CREATE TABLE `mailboxes` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`member_id` text NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`state` text NOT NULL,
	`disconnect_reason` text,
	`replies` integer DEFAULT false NOT NULL,
	`sealed_refresh_token` blob,
	`sealed_access_token` blob,
	`access_token_until` integer,
	`token_version` integer DEFAULT 0 NOT NULL,
	`history_id` text,
	`connected_at` integer,
	`next_due_at` integer,
	`rests_until` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mailboxes_member_id_unique` ON `mailboxes` (`member_id`);--> statement-breakpoint
CREATE INDEX `mailboxes_due` ON `mailboxes` (`next_due_at`);--> statement-breakpoint
CREATE TABLE `members` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`iss` text NOT NULL,
	`sub` text NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`picture_url` text,
	`role` text NOT NULL,
	`paused_at` integer,
	`frozen_at` integer,
	`event_seq` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `members_account` ON `members` (`iss`,`sub`);--> statement-breakpoint
CREATE INDEX `members_workspace` ON `members` (`workspace_id`,`id`);--> statement-breakpoint
CREATE INDEX `members_email` ON `members` (`email`);--> statement-breakpoint
CREATE TABLE `refresh_tokens` (
	`hash` text PRIMARY KEY NOT NULL,
	`family_id` text NOT NULL,
	`issued_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	`successor_hash` text,
	FOREIGN KEY (`family_id`) REFERENCES `session_families`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `refresh_tokens_family` ON `refresh_tokens` (`family_id`);--> statement-breakpoint
CREATE INDEX `refresh_tokens_expiry` ON `refresh_tokens` (`expires_at`);--> statement-breakpoint
CREATE TABLE `sends` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`requestor_id` text NOT NULL,
	`acceptor_id` text NOT NULL,
	`mailbox_id` text NOT NULL,
	`grant_id` text,
	`state` text NOT NULL,
	`idempotency_key` text NOT NULL,
	`request_hash` text NOT NULL,
	`to_email` text NOT NULL,
	`sealed_heading` blob NOT NULL,
	`sealed_body` blob NOT NULL,
	`content_hash` text NOT NULL,
	`in_reply_to` text,
	`created_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`undo_until` integer NOT NULL,
	`usage_day` text NOT NULL,
	`epoch` integer DEFAULT 0 NOT NULL,
	`lease_until` integer,
	`fired_at` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`history_id` text,
	`sent_at` integer,
	`ended_at` integer,
	`failure` text,
	`sealed_message_id` blob,
	`sealed_thread_id` blob,
	FOREIGN KEY (`requestor_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`acceptor_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`mailbox_id`) REFERENCES `mailboxes`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`grant_id`) REFERENCES `grants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sends_idempotency` ON `sends` (`requestor_id`,`idempotency_key`);--> statement-breakpoint
CREATE INDEX `sends_queue` ON `sends` (`mailbox_id`,`state`,`due_at`);--> statement-breakpoint
CREATE INDEX `sends_grant` ON `sends` (`grant_id`,`state`);--> statement-breakpoint
CREATE INDEX `sends_requestor` ON `sends` (`requestor_id`,`id`);--> statement-breakpoint
CREATE INDEX `sends_acceptor` ON `sends` (`acceptor_id`,`id`);--> statement-breakpoint
CREATE INDEX `sends_lease` ON `sends` (`state`,`lease_until`);--> statement-breakpoint
CREATE TABLE `session_families` (
	`id` text PRIMARY KEY NOT NULL,
	`member_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	`end_reason` text,
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `session_families_member` ON `session_families` (`member_id`);--> statement-breakpoint
CREATE TABLE `workspaces` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`domain` text,
	`created_at` integer NOT NULL,
	`audit_seq` integer DEFAULT 0 NOT NULL,
	`audit_hash` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `workspaces_domain_unique` ON `workspaces` (`domain`);