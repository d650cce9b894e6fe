import { restReasons } from '../../../../shared/domain/send-wait.ts';
import { disconnectReasons, mailboxStates } from '../../../../shared/api/mailboxes.ts';
import type { Kit } from '../kit.ts';
import type { PeopleTables } from './people.ts';

/** Mailboxes, what each waits for, and what went out from it. */
export function defineMailboxes(kit: Kit, { members }: Pick<PeopleTables, 'members'>) {
  const { table, text, oneOf, int, at, bool, bytes, index, primaryKey } = kit;

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

  return { mailboxes, mailboxHours };
}

export type MailboxesTables = ReturnType<typeof defineMailboxes>;
