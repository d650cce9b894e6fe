import { and, eq, getTableColumns, inArray, lt, lte, ne, or, sql } from 'drizzle-orm';
import { stoppableSendStates, type SendFailure, type SendState } from '../../shared/domain/send-state.ts';
import { groupBy } from './group-by.ts';
import { inChunks } from './in-chunks.ts';
import { inList } from './in-list.ts';
import { prepared } from './prepared.ts';
import type { Db } from './store.ts';
import { areTo, type Recipients } from './suppressions.ts';

export type SendRow = Db['t']['sends']['$inferSelect'];
export type NewSend = Db['t']['sends']['$inferInsert'];

/** A send without what is sealed of it: all that acts on many at once need, and light enough for a thousand. */
export type SendHead = Omit<SendRow, 'sealedHeading' | 'sealedBody' | 'sealedMessageId' | 'sealedThreadId'>;

/** The columns of a `SendHead`. */
export function headOf(q: Db) {
  const {
    sealedHeading: _heading,
    sealedBody: _body,
    sealedMessageId: _message,
    sealedThreadId: _thread,
    ...head
  } = getTableColumns(q.t.sends);
  return head;
}

/** Inserts sends, but none whose requestor already used its idempotency key. Resolves with those it inserted. */
export async function insertSends(q: Db, rows: readonly NewSend[]): Promise<SendRow[]> {
  return rows.length === 0 ? [] : insertUnlessKnown(q, { rows });
}

const insertUnlessKnown = prepared<{ rows: readonly NewSend[] }>()((q, { rows }) => {
  const { sends } = q.t;
  return q
    .insert(sends)
    .values(rows)
    .onConflictDoNothing({ target: [sends.requestorId, sends.idempotencyKey] })
    .returning();
});

/** Inserts sends whose keys nobody else can have made. */
export async function insertFreshSends(q: Db, rows: readonly NewSend[]): Promise<void> {
  for (const some of inChunks(rows)) await q.insert(q.t.sends).values(some);
}

/** The sends made with those idempotency keys by those requestors, and maybe others between the same. */
export async function findSendsByKey(
  q: Db,
  wanted: readonly { requestorId: string; key: string }[],
): Promise<SendRow[]> {
  return selectByKey(q, {
    requestorIds: wanted.map(({ requestorId }) => requestorId),
    keys: wanted.map(({ key }) => key),
  });
}

const selectByKey = prepared<{ requestorIds: readonly string[]; keys: readonly string[] }>()((
  q,
  { requestorIds, keys },
) => {
  const { sends } = q.t;
  const wanted = and(inList(sends.requestorId, requestorIds), inList(sends.idempotencyKey, keys));
  return q.select().from(sends).where(wanted);
});

/** The send by that id if the member is one of its two people, else null. */
export async function findSendOf(q: Db, id: string, memberId: string): Promise<SendRow | null> {
  const { sends } = q.t;
  const [row] = await q
    .select()
    .from(sends)
    .where(and(eq(sends.id, id), or(eq(sends.requestorId, memberId), eq(sends.acceptorId, memberId))));
  return row ?? null;
}

/** A send without what is sealed of it, or null. */
export async function findSendHead(q: Db, id: string): Promise<SendHead | null> {
  const { sends } = q.t;
  const [row] = await q.select(headOf(q)).from(sends).where(eq(sends.id, id));
  return row ?? null;
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
  { grantId: string } | { requestorId: string } | { mailboxId: string; own: boolean } | Recipients;

/** Ends every send of the scope that was not handed over yet as `blocked`. */
export async function blockWaitingSends(
  q: Db,
  scope: WaitingScope,
  end: { failure: SendFailure; endedAt: number },
): Promise<SendHead[]> {
  const { sends } = q.t;
  const within =
    'grantId' in scope
      ? eq(sends.grantId, scope.grantId)
      : 'requestorId' in scope
        ? eq(sends.requestorId, scope.requestorId)
        : 'recipientKeys' in scope
          ? areTo(q, scope)
          : and(
              eq(sends.mailboxId, scope.mailboxId),
              scope.own ? undefined : ne(sends.requestorId, sends.acceptorId),
            );
  return q
    .update(sends)
    .set({ state: 'blocked', ...end })
    .where(and(within, inArray(sends.state, [...stoppableSendStates])))
    .returning(headOf(q));
}

/** Sends nobody approved or rejected whose content has stood since before an instant. */
export async function listUnanswered(q: Db, before: number, limit: number): Promise<Pick<SendRow, 'id'>[]> {
  const { sends } = q.t;
  return q
    .select({ id: sends.id })
    .from(sends)
    .where(unansweredSince(q, before))
    .orderBy(sends.id)
    .limit(limit);
}

/** Ends those of the sends that are unanswered still as `blocked`. */
export async function blockUnanswered(
  q: Db,
  ids: readonly string[],
  before: number,
  end: { failure: SendFailure; endedAt: number },
): Promise<SendHead[]> {
  const { sends } = q.t;
  const blocked: SendHead[] = [];
  for (const some of inChunks(ids)) {
    blocked.push(
      ...(await q
        .update(sends)
        .set({ state: 'blocked', ...end })
        .where(and(inList(sends.id, some), unansweredSince(q, before)))
        .returning(headOf(q))),
    );
  }
  return blocked;
}

/** An edit begins the undo window anew, so its end says how long the content has stood. */
const unansweredSince = (q: Db, before: number) =>
  and(eq(q.t.sends.state, 'held'), lt(q.t.sends.undoUntil, before));

/** The sends of a grant that wait for its acceptor, in the order they were asked for. */
export async function listHeldOfGrant(q: Db, grantId: string): Promise<SendHead[]> {
  const { sends } = q.t;
  return q
    .select(headOf(q))
    .from(sends)
    .where(and(eq(sends.grantId, grantId), eq(sends.state, 'held')))
    .orderBy(sends.id);
}

/** Everything that is due of mailboxes. */
export async function listDue(q: Db, mailboxIds: readonly string[], now: number): Promise<SendHead[]> {
  const { sends } = q.t;
  return q
    .select(headOf(q))
    .from(sends)
    .where(and(inList(sends.mailboxId, mailboxIds), eq(sends.state, 'queued'), lte(sends.dueAt, now)))
    .orderBy(sends.dueAt, sends.id);
}

/** What a plan makes of a send. */
export type Placing = Pick<SendRow, 'dueAt' | 'plannedAt' | 'usageDay'> & { state: SendState };

/**
 * Gives sends, of which each is in one of `from` still, a state and a time. Those that get the same share statements.
 * Resolves with what became of them, in the order of their ids; one that moved on is not among them.
 */
export async function placeSends(
  q: Db,
  from: readonly SendState[],
  placings: readonly { id: string; placing: Placing }[],
): Promise<SendHead[]> {
  const { sends } = q.t;
  const placed: SendHead[] = [];
  for (const alike of groupBy(placings, ({ placing }) => JSON.stringify(placing)).values()) {
    for (const some of inChunks(alike.map(({ id }) => id))) {
      placed.push(
        ...(await q
          .update(sends)
          .set(alike[0]!.placing)
          .where(and(inList(sends.id, some), inArray(sends.state, [...from])))
          .returning(headOf(q))),
      );
    }
  }
  return placed.sort((a, b) => (a.id < b.id ? -1 : 1));
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
