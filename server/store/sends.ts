import { and, desc, eq, inArray, lt, ne, or, sql } from 'drizzle-orm';
import { stoppableSendStates, type SendFailure, type SendState } from '../../shared/domain/send-state.ts';
import { inList } from './in-list.ts';
import type { Db } from './store.ts';

export type SendRow = Db['t']['sends']['$inferSelect'];
export type NewSend = Db['t']['sends']['$inferInsert'];

/** Inserts sends, but none whose requestor already used its idempotency key. Resolves with those it inserted. */
export async function insertSends(q: Db, rows: readonly NewSend[]): Promise<SendRow[]> {
  const { sends } = q.t;
  return q
    .insert(sends)
    .values([...rows])
    .onConflictDoNothing({ target: [sends.requestorId, sends.idempotencyKey] })
    .returning();
}

/** The sends made with those idempotency keys by those requestors, and maybe others between the same. */
export async function findSendsByKey(
  q: Db,
  wanted: readonly { requestorId: string; key: string }[],
): Promise<SendRow[]> {
  const { sends } = q.t;
  return q
    .select()
    .from(sends)
    .where(
      and(
        inList(
          sends.requestorId,
          wanted.map(({ requestorId }) => requestorId),
        ),
        inList(
          sends.idempotencyKey,
          wanted.map(({ key }) => key),
        ),
      ),
    );
}

/** The send by that id if the member is one of its two people, else null. */
export async function findSendOf(q: Db, id: string, memberId: string): Promise<SendRow | null> {
  const { sends } = q.t;
  const [row] = await q
    .select()
    .from(sends)
    .where(and(eq(sends.id, id), or(eq(sends.requestorId, memberId), eq(sends.acceptorId, memberId))));
  return row ?? null;
}

/** A member's sends, newest first; `before` is the id the page before ended with. */
export async function listSends(
  q: Db,
  memberId: string,
  page: { side: 'requestor' | 'acceptor' | undefined; before: string | null; limit: number },
): Promise<SendRow[]> {
  const { sends } = q.t;
  const mine =
    page.side === 'requestor'
      ? eq(sends.requestorId, memberId)
      : page.side === 'acceptor'
        ? eq(sends.acceptorId, memberId)
        : or(eq(sends.requestorId, memberId), eq(sends.acceptorId, memberId));
  return q
    .select()
    .from(sends)
    .where(and(mine, page.before === null ? undefined : lt(sends.id, page.before)))
    .orderBy(desc(sends.id))
    .limit(page.limit);
}

/** Moves a send out of one of `from`, if it still is in it: check and change are one statement. Null: moved on. */
export async function moveSend(
  q: Db,
  id: string,
  from: readonly SendState[],
  change: Partial<NewSend> & { state: SendState },
  /** The content the person decided about: the change holds only while it is still this. */
  contentHash?: string,
): Promise<SendRow | null> {
  const { sends } = q.t;
  const [row] = await q
    .update(sends)
    .set(change)
    .where(
      and(
        eq(sends.id, id),
        inArray(sends.state, [...from]),
        contentHash === undefined ? undefined : eq(sends.contentHash, contentHash),
      ),
    )
    .returning();
  return row ?? null;
}

/** Which waiting sends to stop. A mailbox's own owner keeps theirs unless `own`. */
export type WaitingScope =
  { grantId: string } | { requestorId: string } | { mailboxId: string; own: boolean };

/** Ends every send of the scope that was not handed over yet as `blocked`. */
export async function blockWaitingSends(
  q: Db,
  scope: WaitingScope,
  end: { failure: SendFailure; endedAt: number },
): Promise<SendRow[]> {
  const { sends } = q.t;
  const within =
    'grantId' in scope
      ? eq(sends.grantId, scope.grantId)
      : 'requestorId' in scope
        ? eq(sends.requestorId, scope.requestorId)
        : and(
            eq(sends.mailboxId, scope.mailboxId),
            scope.own ? undefined : ne(sends.requestorId, sends.acceptorId),
          );
  return q
    .update(sends)
    .set({ state: 'blocked', ...end })
    .where(and(within, inArray(sends.state, [...stoppableSendStates])))
    .returning();
}

/** How many sends of each grant have not gone out yet. */
export async function countWaiting(q: Db, grantIds: readonly string[]): Promise<Map<string, number>> {
  if (grantIds.length === 0) return new Map();
  const { sends } = q.t;
  const rows = await q
    .select({ grantId: sends.grantId, waiting: sql<number>`count(*)`.mapWith(Number) })
    .from(sends)
    .where(and(inArray(sends.grantId, [...grantIds]), inArray(sends.state, [...stoppableSendStates])))
    .groupBy(sends.grantId);
  return new Map(rows.map((row) => [row.grantId!, row.waiting]));
}

/** True when something sent under the grant, other than `exceptId`, ever got past the acceptor's approval. */
export async function hasPassedApproval(q: Db, grantId: string, exceptId?: string): Promise<boolean> {
  const { sends } = q.t;
  const rows = await q
    .select({ id: sends.id })
    .from(sends)
    .where(
      and(
        eq(sends.grantId, grantId),
        inArray(sends.state, ['queued', 'sending', 'sent', 'uncertain', 'failed']),
        exceptId === undefined ? undefined : ne(sends.id, exceptId),
      ),
    )
    .limit(1);
  return rows.length === 1;
}
