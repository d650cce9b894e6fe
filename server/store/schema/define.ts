import { batchStates } from '../../../shared/domain/batch-state.ts';
import { sendFailures, sendStates } from '../../../shared/domain/send-state.ts';
import { restReasons } from '../../../shared/domain/send-wait.ts';
import type { WorkingHours } from '../../../shared/domain/working-hours.ts';
import { grantStates } from '../../../shared/domain/grant-state.ts';
import type { Terms } from '../../../shared/domain/terms.ts';
import { disconnectReasons, mailboxStates } from '../../../shared/api/mailboxes.ts';
import { roles } from '../../../shared/api/me.ts';
import { eventTypes } from '../../../shared/api/events.ts';
import type { Kit } from './kit.ts';

/**
 * Every table, once, for both engines. Instants are epoch milliseconds. Columns named `sealed…` hold ciphertext of the
 * vault and nothing else ever writes them. Secrets we only need to recognise are stored as SHA-256 (`hash`).
 */
export function define(kit: Kit) {
  const { table, text, oneOf, int, at, bool, json, bytes, index, uniqueIndex, primaryKey } = kit;

  const workspaces = table('workspaces', {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    domain: text('domain').unique(),
    createdAt: at('created_at').notNull(),
    auditSeq: int('audit_seq').notNull().default(0),
    auditHash: text('audit_hash').notNull().default(''),
  });

  const members = table(
    'members',
    {
      id: text('id').primaryKey(),
      workspaceId: text('workspace_id')
        .notNull()
        .references(() => workspaces.id),
      iss: text('iss').notNull(),
      sub: text('sub').notNull(),
      email: text('email').notNull(),
      name: text('name').notNull(),
      pictureUrl: text('picture_url'),
      role: oneOf('role', roles).notNull(),
      pausedAt: at('paused_at'),
      frozenAt: at('frozen_at'),
      eventSeq: int('event_seq').notNull().default(0),
      createdAt: at('created_at').notNull(),
    },
    (t) => [
      uniqueIndex('members_account').on(t.iss, t.sub),
      index('members_workspace').on(t.workspaceId, t.id),
      index('members_email').on(t.email),
    ],
  );

  const mailboxes = table(
    'mailboxes',
    {
      id: text('id').primaryKey(),
      workspaceId: text('workspace_id').notNull(),
      memberId: text('member_id')
        .notNull()
        .unique()
        .references(() => members.id),
      email: text('email').notNull(),
      name: text('name').notNull(),
      state: oneOf('state', mailboxStates).notNull(),
      disconnectReason: oneOf('disconnect_reason', disconnectReasons),
      replies: bool('replies').notNull().default(false),
      sealedRefreshToken: bytes('sealed_refresh_token'),
      sealedAccessToken: bytes('sealed_access_token'),
      accessTokenUntil: at('access_token_until'),
      /** Moves on with every change of the tokens: a refresh that began before a disconnect can't save its result. */
      tokenVersion: int('token_version').notNull().default(0),
      /** Where its history stood at `historyReadAt`, before any send that fires later. Text: it exceeds 64 bits. */
      historyId: text('history_id'),
      historyReadAt: at('history_read_at'),
      connectedAt: at('connected_at'),
      /** When the oldest waiting send can be claimed; null when none waits. What the dispatcher looks for. */
      nextDueAt: at('next_due_at'),
      /** No send is claimed before this instant: the provider asked for rest, or one is in flight (its lease). */
      restsUntil: at('rests_until').notNull().default(0),
      restReason: oneOf('rest_reason', restReasons),
      /** Sends of others are not claimed before this instant: their share of the day is used up. */
      delegatedRestsUntil: at('delegated_rests_until').notNull().default(0),
      /** The pace as one instant: when the next send would come if all came evenly (a leaky bucket, GCRA). */
      paceAt: at('pace_at').notNull().default(0),
    },
    (t) => [index('mailboxes_due').on(t.nextDueAt)],
  );

  /** What went out from a mailbox in one hour: by its owner, and by others. The last 24 make its day. */
  const mailboxHours = table(
    'mailbox_hours',
    {
      mailboxId: text('mailbox_id')
        .notNull()
        .references(() => mailboxes.id),
      /** Hours since the epoch. */
      hour: int('hour').notNull(),
      own: int('own').notNull().default(0),
      delegated: int('delegated').notNull().default(0),
    },
    (t) => [primaryKey({ columns: [t.mailboxId, t.hour] })],
  );

  const sessionFamilies = table(
    'session_families',
    {
      id: text('id').primaryKey(),
      memberId: text('member_id')
        .notNull()
        .references(() => members.id),
      createdAt: at('created_at').notNull(),
      endedAt: at('ended_at'),
      endReason: text('end_reason'),
    },
    (t) => [index('session_families_member').on(t.memberId)],
  );

  const refreshTokens = table(
    'refresh_tokens',
    {
      hash: text('hash').primaryKey(),
      familyId: text('family_id')
        .notNull()
        .references(() => sessionFamilies.id),
      issuedAt: at('issued_at').notNull(),
      expiresAt: at('expires_at').notNull(),
      usedAt: at('used_at'),
      successorHash: text('successor_hash'),
    },
    (t) => [index('refresh_tokens_family').on(t.familyId), index('refresh_tokens_expiry').on(t.expiresAt)],
  );

  const accessTokens = table(
    'access_tokens',
    {
      hash: text('hash').primaryKey(),
      familyId: text('family_id')
        .notNull()
        .references(() => sessionFamilies.id),
      expiresAt: at('expires_at').notNull(),
    },
    (t) => [index('access_tokens_family').on(t.familyId), index('access_tokens_expiry').on(t.expiresAt)],
  );

  const authFlows = table(
    'auth_flows',
    {
      stateHash: text('state_hash').primaryKey(),
      kind: oneOf('kind', ['signIn', 'connect'] as const).notNull(),
      redirectUri: text('redirect_uri'),
      clientState: text('client_state'),
      codeChallenge: text('code_challenge'),
      memberId: text('member_id'),
      replies: bool('replies').notNull().default(false),
      sealedVerifier: bytes('sealed_verifier').notNull(),
      nonce: text('nonce').notNull(),
      expiresAt: at('expires_at').notNull(),
    },
    (t) => [index('auth_flows_expiry').on(t.expiresAt)],
  );

  const authCodes = table(
    'auth_codes',
    {
      hash: text('hash').primaryKey(),
      memberId: text('member_id')
        .notNull()
        .references(() => members.id),
      redirectUri: text('redirect_uri').notNull(),
      codeChallenge: text('code_challenge').notNull(),
      expiresAt: at('expires_at').notNull(),
      /** Set when the code was redeemed: a second use ends the session family that the first one began. */
      familyId: text('family_id'),
    },
    (t) => [index('auth_codes_expiry').on(t.expiresAt)],
  );

  const invitations = table(
    'invitations',
    {
      id: text('id').primaryKey(),
      workspaceId: text('workspace_id')
        .notNull()
        .references(() => workspaces.id),
      email: text('email').notNull(),
      invitedBy: text('invited_by').notNull(),
      state: oneOf('state', ['open', 'accepted', 'declined', 'withdrawn'] as const).notNull(),
      createdAt: at('created_at').notNull(),
    },
    (t) => [
      index('invitations_email').on(t.email, t.state),
      index('invitations_workspace').on(t.workspaceId),
    ],
  );

  const grants = table(
    'grants',
    {
      id: text('id').primaryKey(),
      workspaceId: text('workspace_id').notNull(),
      requestorId: text('requestor_id')
        .notNull()
        .references(() => members.id),
      acceptorId: text('acceptor_id')
        .notNull()
        .references(() => members.id),
      mailboxId: text('mailbox_id')
        .notNull()
        .references(() => mailboxes.id),
      /** The provider account consent was given for; an address that moves to another account inherits nothing. */
      iss: text('iss').notNull(),
      sub: text('sub').notNull(),
      state: oneOf('state', grantStates).notNull(),
      /** The (requestor, mailbox) pair while the grant is open, null afterwards: one open grant a pair. */
      openPair: text('open_pair').unique(),
      note: text('note'),
      terms: json<Terms>('terms').notNull(),
      termsDigest: text('terms_digest').notNull(),
      createdAt: at('created_at').notNull(),
      /** When it ends by itself: an unanswered request lapses, a live grant expires. Null: never. */
      endsAt: at('ends_at'),
      activeSince: at('active_since'),
      endedAt: at('ended_at'),
    },
    (t) => [
      index('grants_requestor').on(t.requestorId, t.id),
      index('grants_acceptor').on(t.acceptorId, t.id),
      index('grants_mailbox').on(t.mailboxId, t.state),
      index('grants_end').on(t.state, t.endsAt),
    ],
  );

  const grantUsage = table(
    'grant_usage',
    {
      grantId: text('grant_id')
        .notNull()
        .references(() => grants.id),
      /** The UTC day as `YYYY-MM-DD`. */
      day: text('day').notNull(),
      used: int('used').notNull(),
    },
    (t) => [primaryKey({ columns: [t.grantId, t.day] })],
  );

  const sends = table(
    'sends',
    {
      id: text('id').primaryKey(),
      workspaceId: text('workspace_id').notNull(),
      requestorId: text('requestor_id')
        .notNull()
        .references(() => members.id),
      acceptorId: text('acceptor_id')
        .notNull()
        .references(() => members.id),
      mailboxId: text('mailbox_id')
        .notNull()
        .references(() => mailboxes.id),
      grantId: text('grant_id').references(() => grants.id),
      state: oneOf('state', sendStates).notNull(),
      idempotencyKey: text('idempotency_key').notNull(),
      requestHash: text('request_hash').notNull(),
      toEmail: text('to_email').notNull(),
      /** The recipient in lower case: tells whether somebody of the workspace wrote to them before. */
      recipientKey: text('recipient_key').notNull().default(''),
      /** Subject and recipient name, sealed apart from the body so that lists open little. */
      sealedHeading: bytes('sealed_heading').notNull(),
      /** HTML and text, sealed. */
      sealedBody: bytes('sealed_body').notNull(),
      contentHash: text('content_hash').notNull(),
      inReplyTo: text('in_reply_to'),
      createdAt: at('created_at').notNull(),
      /** When it is handed over at the earliest: moves with every reason to wait. */
      dueAt: at('due_at').notNull(),
      /** When it was meant to go: what a paused batch goes on with, and what people are shown. */
      plannedAt: at('planned_at').notNull().default(0),
      /** The time zone it was planned in, and the hours it may go out in, when asked for. */
      zone: text('zone'),
      hours: json<WorkingHours>('hours'),
      batchId: text('batch_id'),
      batchRow: int('batch_row'),
      undoUntil: at('undo_until').notNull(),
      /** The UTC day whose cap it counts against, given back when it ends unsent. */
      usageDay: text('usage_day').notNull(),
      /** The fencing token: goes up with every claim, and every later write names it. */
      epoch: int('epoch').notNull().default(0),
      /** While `sending` the worker's lease; while `uncertain` when we look for it next, null when only the owner can. */
      leaseUntil: at('lease_until'),
      firedAt: at('fired_at'),
      attempts: int('attempts').notNull().default(0),
      /** How often this uncertain attempt was looked for, and how often an attempt that surely never arrived was made anew. */
      looks: int('looks').notNull().default(0),
      reattempts: int('reattempts').notNull().default(0),
      /** The mailbox's history id from before the attempt: where a search for its outcome begins. */
      historyId: text('history_id'),
      sentAt: at('sent_at'),
      endedAt: at('ended_at'),
      failure: oneOf('failure', sendFailures),
      sealedMessageId: bytes('sealed_message_id'),
      sealedThreadId: bytes('sealed_thread_id'),
    },
    (t) => [
      uniqueIndex('sends_idempotency').on(t.requestorId, t.idempotencyKey),
      index('sends_queue').on(t.mailboxId, t.state, t.dueAt),
      index('sends_grant').on(t.grantId, t.state),
      index('sends_requestor').on(t.requestorId, t.id),
      index('sends_acceptor').on(t.acceptorId, t.id),
      index('sends_lease').on(t.state, t.leaseUntil),
      index('sends_batch').on(t.batchId, t.state),
      index('sends_recipient').on(t.workspaceId, t.recipientKey, t.id),
    ],
  );

  const batches = table(
    'batches',
    {
      id: text('id').primaryKey(),
      workspaceId: text('workspace_id').notNull(),
      requestorId: text('requestor_id')
        .notNull()
        .references(() => members.id),
      acceptorId: text('acceptor_id')
        .notNull()
        .references(() => members.id),
      mailboxId: text('mailbox_id')
        .notNull()
        .references(() => mailboxes.id),
      grantId: text('grant_id').references(() => grants.id),
      state: oneOf('state', batchStates).notNull(),
      idempotencyKey: text('idempotency_key').notNull(),
      requestHash: text('request_hash').notNull(),
      /** The template's subject, sealed. */
      sealedHeading: bytes('sealed_heading').notNull(),
      /** Over the content hashes of its emails in order: what an approval of all of them is given to. */
      contentHash: text('content_hash').notNull(),
      total: int('total').notNull(),
      createdAt: at('created_at').notNull(),
      pausedAt: at('paused_at'),
      endedAt: at('ended_at'),
    },
    (t) => [
      uniqueIndex('batches_idempotency').on(t.requestorId, t.idempotencyKey),
      index('batches_requestor').on(t.requestorId, t.id),
      index('batches_acceptor').on(t.acceptorId, t.id),
    ],
  );

  const auditEntries = table(
    'audit_entries',
    {
      workspaceId: text('workspace_id').notNull(),
      seq: int('seq').notNull(),
      at: at('at').notNull(),
      action: text('action').notNull(),
      actorId: text('actor_id'),
      subjectType: text('subject_type').notNull(),
      subjectId: text('subject_id').notNull(),
      requestorId: text('requestor_id'),
      acceptorId: text('acceptor_id'),
      /** Canonical JSON as text, so that what was hashed is what is stored, on both engines. */
      details: text('details').notNull(),
      previousHash: text('previous_hash').notNull(),
      hash: text('hash').notNull(),
    },
    (t) => [
      primaryKey({ columns: [t.workspaceId, t.seq] }),
      index('audit_entries_subject').on(t.subjectId, t.seq),
    ],
  );

  const events = table(
    'events',
    {
      memberId: text('member_id')
        .notNull()
        .references(() => members.id),
      seq: int('seq').notNull(),
      type: oneOf('type', eventTypes).notNull(),
      subjectId: text('subject_id').notNull(),
      actorId: text('actor_id'),
      at: at('at').notNull(),
    },
    (t) => [primaryKey({ columns: [t.memberId, t.seq] })],
  );

  return {
    workspaces,
    members,
    mailboxes,
    mailboxHours,
    sessionFamilies,
    refreshTokens,
    accessTokens,
    authFlows,
    authCodes,
    invitations,
    grants,
    grantUsage,
    sends,
    batches,
    auditEntries,
    events,
  };
}
