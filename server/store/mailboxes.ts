import { and, eq, sql } from 'drizzle-orm';
import type { disconnectReasons } from '../../shared/api/mailboxes.ts';
import { tellNextDue } from './next-due.ts';
import type { MailboxRow } from './people.ts';
import type { Db } from './store.ts';

export type { MailboxRow } from './people.ts';
type NewMailbox = Db['t']['mailboxes']['$inferInsert'];
export type DisconnectReason = (typeof disconnectReasons)[number];

export async function insertMailbox(q: Db, mailbox: NewMailbox): Promise<void> {
  await q.insert(q.t.mailboxes).values(mailbox);
}

export async function findMailbox(q: Db, id: string): Promise<MailboxRow | null> {
  const [row] = await q.select().from(q.t.mailboxes).where(eq(q.t.mailboxes.id, id));
  return row ?? null;
}

export async function findMailboxOf(q: Db, memberId: string): Promise<MailboxRow | null> {
  const [row] = await q.select().from(q.t.mailboxes).where(eq(q.t.mailboxes.memberId, memberId));
  return row ?? null;
}

/** Reads a mailbox and locks it until the unit of work ends. */
export async function lockMailbox(q: Db, id: string): Promise<MailboxRow | null> {
  const { mailboxes } = q.t;
  const [row] = await q.forUpdate(q.select().from(mailboxes).where(eq(mailboxes.id, id)));
  return row ?? null;
}

/** What a consent brought; everything secret is sealed. */
export type Connection = {
  sealedRefreshToken: Buffer;
  sealedAccessToken: Buffer;
  accessTokenUntil: number;
  replies: boolean;
  historyId: string | null;
  connectedAt: number;
};

/** Stores a connection. What waited for it can go out at once, which the dispatchers are told. */
export async function connectMailbox(q: Db, id: string, connection: Connection): Promise<void> {
  const { mailboxes } = q.t;
  const connected = await q
    .update(mailboxes)
    .set({
      ...connection,
      historyReadAt: connection.historyId === null ? null : connection.connectedAt,
      state: 'connected',
      disconnectReason: null,
      tokenVersion: sql`${mailboxes.tokenVersion} + 1`,
    })
    .where(eq(mailboxes.id, id))
    .returning({ nextDueAt: mailboxes.nextDueAt });
  tellNextDue(q, connected);
}

/**
 * Drops the tokens of a connected mailbox. With `tokenVersion`, only while the tokens are still those of that version:
 * what is learnt about old tokens says nothing about new ones. False when nothing was dropped.
 */
export async function dropConnection(
  q: Db,
  id: string,
  { reason, tokenVersion }: { reason: DisconnectReason; tokenVersion?: number },
): Promise<boolean> {
  const { mailboxes } = q.t;
  const dropped = await q
    .update(mailboxes)
    .set({
      state: 'disconnected',
      disconnectReason: reason,
      sealedRefreshToken: null,
      sealedAccessToken: null,
      accessTokenUntil: null,
      historyId: null,
      historyReadAt: null,
      tokenVersion: sql`${mailboxes.tokenVersion} + 1`,
    })
    .where(
      and(
        eq(mailboxes.id, id),
        eq(mailboxes.state, 'connected'),
        tokenVersion === undefined ? undefined : eq(mailboxes.tokenVersion, tokenVersion),
      ),
    )
    .returning({ id: mailboxes.id });
  return dropped.length === 1;
}

/**
 * Saves (or with nulls forgets) an access token if the tokens are still those of `tokenVersion`: compare and swap.
 * Resolves with the new version, or null when somebody else changed them meanwhile.
 */
export async function saveAccessToken(
  q: Db,
  id: string,
  save: { tokenVersion: number; sealedAccessToken: Buffer | null; accessTokenUntil: number | null },
): Promise<number | null> {
  const { mailboxes } = q.t;
  const { tokenVersion, ...token } = save;
  const [saved] = await q
    .update(mailboxes)
    .set({ ...token, tokenVersion: sql`${mailboxes.tokenVersion} + 1` })
    .where(
      and(eq(mailboxes.id, id), eq(mailboxes.state, 'connected'), eq(mailboxes.tokenVersion, tokenVersion)),
    )
    .returning({ tokenVersion: mailboxes.tokenVersion });
  return saved?.tokenVersion ?? null;
}
