import { sql, type Column } from 'drizzle-orm';
import { errorCodes } from '../../../../shared/api/error.ts';
import { batchStates } from '../../../../shared/domain/batch-state.ts';
import { sendFailures, sendStates } from '../../../../shared/domain/send-state.ts';
import type { WorkingHours } from '../../../../shared/domain/working-hours.ts';
import type { Kit } from '../kit.ts';
import type { PeopleTables } from './people.ts';
import type { MailboxesTables } from './mailboxes.ts';
import type { GrantsTables } from './grants.ts';

/**
 * Where an email stands in lists, in their order: when it went out, else when it ended, else when it is meant to go.
 * An expression that is indexed and no column of its own, which could come to differ from the three; without a comma,
 * at which drizzle-kit would cut it in two for SQLite.
 */
export const listedAt = ({
  sentAt,
  endedAt,
  plannedAt,
}: Record<'sentAt' | 'endedAt' | 'plannedAt', Column>) =>
  sql<number>`(case when ${sentAt} is not null then ${sentAt} when ${endedAt} is not null then ${endedAt} else ${plannedAt} end)`;

/** Emails and batches of them, from the first word to the end. */
export function defineSends(
  kit: Kit,
  {
    members,
    mailboxes,
    grants,
  }: Pick<PeopleTables, 'members'> & Pick<MailboxesTables, 'mailboxes'> & Pick<GrantsTables, 'grants'>,
) {
  const { table, text, oneOf, int, at, bool, json, bytes, index, uniqueIndex, primaryKey } = kit;

  /** Who sends, as whom, from where and by which permission; null: from one's own mailbox. New columns at each call. */
  const whose = () => ({
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
  });

  const sends = table(
    'sends',
    {
      ...whose(),
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
      /** Whether it ends with a line that leads out of further emails, as the workspace's policy had it when it was written. */
      unsubscribeLine: bool('unsubscribe_line').notNull().default(false),
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
      index('sends_requestor').on(t.requestorId, listedAt(t), t.id),
      index('sends_acceptor').on(t.acceptorId, listedAt(t), t.id),
      index('sends_lease').on(t.state, t.leaseUntil),
      index('sends_batch').on(t.batchId, t.state),
      index('sends_recipient').on(t.workspaceId, t.recipientKey, t.id),
    ],
  );

  const batches = table(
    'batches',
    {
      ...whose(),
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

  /** What was refused under which Idempotency-Key, for a while: whoever asks again is answered the same. */
  const refusedKeys = table(
    'refused_keys',
    {
      requestorId: text('requestor_id')
        .notNull()
        .references(() => members.id),
      subject: oneOf('subject', ['send', 'batch']).notNull(),
      idempotencyKey: text('idempotency_key').notNull(),
      requestHash: text('request_hash').notNull(),
      code: oneOf('code', errorCodes).notNull(),
      message: text('message').notNull(),
      refusedAt: at('refused_at').notNull(),
    },
    (t) => [
      primaryKey({ columns: [t.requestorId, t.subject, t.idempotencyKey] }),
      index('refused_keys_at').on(t.refusedAt),
    ],
  );

  return { sends, batches, refusedKeys };
}

export type SendsTables = ReturnType<typeof defineSends>;
