import { grantStates } from '../../../../shared/domain/grant-state.ts';
import type { Terms } from '../../../../shared/domain/terms.ts';
import type { Kit } from '../kit.ts';
import type { PeopleTables } from './people.ts';
import type { MailboxesTables } from './mailboxes.ts';

/** Permissions, and how much of their daily caps is used. */
export function defineGrants(
  kit: Kit,
  { members, mailboxes }: Pick<PeopleTables, 'members'> & Pick<MailboxesTables, 'mailboxes'>,
) {
  const { table, text, oneOf, int, at, json, index, primaryKey } = kit;

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

  return { grants, grantUsage };
}

export type GrantsTables = ReturnType<typeof defineGrants>;
