import { and, asc, eq, exists, isNotNull, isNull, lt, lte, or, sql, type SQL } from 'drizzle-orm';
import type { BatchState } from '../../shared/domain/batch-state.ts';
import { tellAll } from './events.ts';
import { inList } from './in-list.ts';
import { careChannel, tellNews } from './queue-news.ts';
import type { NewSend, SendRow } from './sends.ts';
import type { Db } from './store.ts';

/**
 * Lets sends that have just become uncertain be looked for from `at` on, where their mailbox can be looked into; the
 * others stay with their owner. Call it with the mailboxes locked: a connection that is made meanwhile finds them.
 */
export async function beginLooks(q: Db, ids: readonly string[], at: number): Promise<void> {
  if (ids.length === 0) return;
  await scheduleLooks(q, inList(q.t.sends.id, ids), at);
}

/** A mailbox can be looked into again: so are those of its sends that only its owner could tell about. */
export async function resumeLooks(q: Db, mailboxId: string, at: number): Promise<SendRow[]> {
  const { sends } = q.t;
  return scheduleLooks(q, and(eq(sends.mailboxId, mailboxId), isNull(sends.leaseUntil))!, at);
}

async function scheduleLooks(q: Db, which: SQL, at: number): Promise<SendRow[]> {
  const { sends, mailboxes } = q.t;
  const open = and(eq(mailboxes.state, 'connected'), eq(mailboxes.replies, true));
  const ofTheirs = and(eq(mailboxes.id, sends.mailboxId), open);
  const rows = await q
    .update(sends)
    .set({ leaseUntil: at, looks: 0 })
    .where(
      and(
        which,
        eq(sends.state, 'uncertain'),
        exists(q.select({ id: mailboxes.id }).from(mailboxes).where(ofTheirs)),
      ),
    )
    .returning();
  if (rows.length > 0) tellNews(q, careChannel, at);
  return rows;
}

/** A mailbox can no longer be looked into: its owner decides about its uncertain sends. A look under way is lost. */
export async function endLooks(q: Db, mailboxId: string): Promise<SendRow[]> {
  const { sends } = q.t;
  return q
    .update(sends)
    .set({ leaseUntil: null })
    .where(and(eq(sends.mailboxId, mailboxId), eq(sends.state, 'uncertain'), isNotNull(sends.leaseUntil)))
    .returning();
}

/** Tells the two people of each that who looks into the matter has changed. */
export const tellUncertain = (q: Db, sends: readonly SendRow[], at: number): Promise<void> =>
  tellAll(
    q,
    sends.flatMap((send) =>
      [...new Set([send.requestorId, send.acceptorId])].map((memberId) => ({
        memberId,
        note: { type: 'send.uncertain' as const, subjectId: send.id, actorId: null, at },
      })),
    ),
  );

/**
 * Takes the uncertain sends whose look is due, of the one mailbox that waits longest, for looking until `leaseUntil`;
 * skips what others have taken.
 */
export async function claimLooks(
  q: Db,
  { now, leaseUntil, limit }: { now: number; leaseUntil: number; limit: number },
): Promise<SendRow[]> {
  const { sends } = q.t;
  const isDue = and(eq(sends.state, 'uncertain'), lte(sends.leaseUntil, now));
  const [first] = await q.skipLocked(
    q.select({ mailboxId: sends.mailboxId }).from(sends).where(isDue).orderBy(asc(sends.leaseUntil)).limit(1),
  );
  if (!first) return [];
  const ofMailbox = and(eq(sends.mailboxId, first.mailboxId), isDue);
  const due = await q.skipLocked(q.select({ id: sends.id }).from(sends).where(ofMailbox).limit(limit));
  return q
    .update(sends)
    .set({ leaseUntil, looks: sql`${sends.looks} + 1` })
    .where(
      and(
        inList(
          sends.id,
          due.map(({ id }) => id),
        ),
        isDue,
      ),
    )
    .returning();
}

/** A look that somebody took: whoever comes later, decides or takes the mailbox away makes it void. */
export type Look = Pick<SendRow, 'id' | 'epoch' | 'looks' | 'leaseUntil'>;

/** Writes down what a look came to. False: the look is void, or the send is uncertain no more. */
export async function settleLook(q: Db, look: Look, change: Partial<NewSend>): Promise<boolean> {
  const { sends } = q.t;
  const rows = await q
    .update(sends)
    .set(change)
    .where(
      and(
        eq(sends.id, look.id),
        eq(sends.epoch, look.epoch),
        eq(sends.state, 'uncertain'),
        eq(sends.looks, look.looks),
        eq(sends.leaseUntil, look.leaseUntil!),
      ),
    )
    .returning({ id: sends.id });
  return rows.length === 1;
}

/** When the next uncertain send is to be looked for (epoch ms), or null. */
export async function readNextLook(q: Db): Promise<number | null> {
  const { sends } = q.t;
  const [row] = await q
    .select({ at: sends.leaseUntil })
    .from(sends)
    .where(and(eq(sends.state, 'uncertain'), isNotNull(sends.leaseUntil)))
    .orderBy(asc(sends.leaseUntil))
    .limit(1);
  return row?.at ?? null;
}

/** What a batch's requestor wants of it, locked until the unit of work ends; null when there is none. */
export async function lockBatchState(q: Db, batchId: string): Promise<BatchState | null> {
  const { batches } = q.t;
  const [row] = await q.forUpdate(
    q.select({ state: batches.state }).from(batches).where(eq(batches.id, batchId)),
  );
  return row?.state ?? null;
}

/** Remembers where a connected mailbox's history stood at `readAt`, unless a later reading is known. */
export async function saveHistoryReading(
  q: Db,
  mailboxId: string,
  { historyId, readAt }: { historyId: string; readAt: number },
): Promise<void> {
  const { mailboxes } = q.t;
  const isOlder = or(isNull(mailboxes.historyReadAt), lt(mailboxes.historyReadAt, readAt));
  await q
    .update(mailboxes)
    .set({ historyId, historyReadAt: readAt })
    .where(
      and(
        eq(mailboxes.id, mailboxId),
        eq(mailboxes.state, 'connected'),
        eq(mailboxes.replies, true),
        isOlder,
      ),
    );
}
