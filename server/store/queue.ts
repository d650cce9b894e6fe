import { and, asc, eq, isNotNull, isNull, lte, lt, gt, or, sql } from 'drizzle-orm';
import { inList, padded } from './in-list.ts';
import type { Db } from './store.ts';
import type { NewSend, SendRow } from './sends.ts';

/** The channel that wakes dispatchers: something became due, or will be. */
export const sendChannel = 'behalf_sends';

/** Remembers that mailboxes have something due at `dueAt` at the latest, and wakes the dispatchers. */
export async function noteDue(q: Db, due: readonly { mailboxId: string; dueAt: number }[]): Promise<void> {
  if (due.length === 0) return;
  const { mailboxes } = q.t;
  const earliest = new Map<string, number>();
  for (const { mailboxId, dueAt } of due)
    earliest.set(mailboxId, Math.min(dueAt, earliest.get(mailboxId) ?? dueAt));
  const cases = padded(earliest).map(([id, dueAt]) => sql`when ${id} then cast(${dueAt} as bigint)`);
  const dueAt = sql`case ${mailboxes.id} ${sql.join(cases, sql` `)} end`;
  await q
    .update(mailboxes)
    .set({ nextDueAt: dueAt })
    .where(
      and(
        inList(mailboxes.id, earliest.keys()),
        or(isNull(mailboxes.nextDueAt), sql`${mailboxes.nextDueAt} > ${dueAt}`),
      ),
    );
  q.notify(sendChannel, 'due');
}

/** Locks up to `limit` connected, rested mailboxes with something due, longest waiting first; skips locked ones. */
export async function lockDueMailboxes(q: Db, now: number, limit: number): Promise<{ id: string }[]> {
  const { mailboxes } = q.t;
  return q.skipLocked(
    q
      .select({ id: mailboxes.id })
      .from(mailboxes)
      .where(
        and(lte(mailboxes.nextDueAt, now), lte(mailboxes.restsUntil, now), eq(mailboxes.state, 'connected')),
      )
      .orderBy(asc(mailboxes.nextDueAt))
      .limit(limit),
  );
}

/** The oldest due send of each mailbox. */
export async function readOldestDue(q: Db, mailboxIds: readonly string[], now: number): Promise<SendRow[]> {
  if (mailboxIds.length === 0) return [];
  const { sends, mailboxes } = q.t;
  const oldest = sql`(select (select s.id from ${sends} s where s.mailbox_id = m.id and s.state = 'queued'
    and s.due_at <= ${now} order by s.due_at, s.id limit 1) from ${mailboxes} m where ${inList(sql`m.id`, mailboxIds)})`;
  return q
    .select()
    .from(sends)
    .where(sql`${sends.id} in ${oldest}`);
}

/** Takes queued sends for handing over: a lease, the next fencing token, one more attempt. */
export async function leaseSends(q: Db, ids: readonly string[], leaseUntil: number): Promise<SendRow[]> {
  if (ids.length === 0) return [];
  const { sends } = q.t;
  return q
    .update(sends)
    .set({
      state: 'sending',
      leaseUntil,
      firedAt: null,
      epoch: sql`${sends.epoch} + 1`,
      attempts: sql`${sends.attempts} + 1`,
    })
    .where(and(inList(sends.id, ids), eq(sends.state, 'queued')))
    .returning();
}

/** Lets mailboxes rest until an instant: none of their sends is claimed before. */
export async function restMailboxes(q: Db, ids: readonly string[], restsUntil: number): Promise<void> {
  if (ids.length === 0) return;
  const { mailboxes } = q.t;
  await q.update(mailboxes).set({ restsUntil }).where(inList(mailboxes.id, ids));
}

/** Ends the rest of mailboxes at `restsUntil` and works out anew when their next sends are due. */
export async function releaseMailboxes(q: Db, ids: readonly string[], restsUntil: number): Promise<void> {
  if (ids.length === 0) return;
  await lockMailboxes(q, ids);
  const { mailboxes } = q.t;
  await q
    .update(mailboxes)
    .set({ restsUntil, nextDueAt: oldestDueOf(q) })
    .where(inList(mailboxes.id, ids));
}

/** Only true of locked mailboxes; see `lockMailboxes`. */
const oldestDueOf = (q: Db) =>
  sql`(select s.due_at from ${q.t.sends} s where s.mailbox_id = ${q.t.mailboxes}.id and s.state = 'queued'
    order by s.due_at limit 1)`;

/**
 * Locks mailboxes in the order of their ids: before grants and before feeds, as everywhere. A statement of its own,
 * because an update of PostgreSQL's that has to wait for the lock reads the queue as it was before, and would miss
 * the send whose submission it waited for.
 */
export async function lockMailboxes(q: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0 || q.engine === 'sqlite') return;
  const { mailboxes } = q.t;
  const wanted = inList(mailboxes.id, ids);
  await q.forUpdate(q.select({ id: mailboxes.id }).from(mailboxes).where(wanted).orderBy(asc(mailboxes.id)));
}

/** A send under one fencing token: every write about an attempt names it, and one who lost the lease changes nothing. */
export type Fence = { id: string; epoch: number };

/**
 * Writes down that the requests are about to be made, each with where its mailbox's history stands. Resolves with the
 * sends that may go; the lease of any other was lost.
 */
export async function markFired(q: Db, fences: readonly Fence[], now: number): Promise<Set<string>> {
  if (fences.length === 0) return new Set();
  const { sends, mailboxes } = q.t;
  const rows = await q
    .update(sends)
    .set({
      firedAt: now,
      historyId: sql`(select m.history_id from ${mailboxes} m where m.id = ${sends}.mailbox_id)`,
    })
    .where(
      and(
        inList(
          sends.id,
          fences.map(({ id }) => id),
        ),
        inList(
          sql`${sends.id} || ' ' || ${sends.epoch}`,
          fences.map(({ id, epoch }) => `${id} ${epoch}`),
        ),
        eq(sends.state, 'sending'),
        gt(sends.leaseUntil, now),
        isNull(sends.firedAt),
      ),
    )
    .returning({ id: sends.id });
  return new Set(rows.map(({ id }) => id));
}

/**
 * Ends an attempt. False: somebody else holds the send by now. Whether it had fired is part of the fence: a lease that
 * a database lost in a crash has the same epoch as the next one, but only one of the two can have fired.
 */
export async function settleSend(
  q: Db,
  { id, epoch, firedAt }: Fence & Pick<SendRow, 'firedAt'>,
  change: Partial<NewSend>,
): Promise<boolean> {
  const { sends } = q.t;
  const rows = await q
    .update(sends)
    .set({ ...change, leaseUntil: null })
    .where(
      and(
        eq(sends.id, id),
        eq(sends.epoch, epoch),
        eq(sends.state, 'sending'),
        firedAt === null ? isNull(sends.firedAt) : isNotNull(sends.firedAt),
      ),
    )
    .returning({ id: sends.id });
  return rows.length === 1;
}

/** Attempts whose lease ran out. */
export async function listOrphans(q: Db, now: number, limit: number): Promise<SendRow[]> {
  const { sends } = q.t;
  return q
    .select()
    .from(sends)
    .where(and(eq(sends.state, 'sending'), isNotNull(sends.leaseUntil), lt(sends.leaseUntil, now)))
    .orderBy(asc(sends.leaseUntil))
    .limit(limit);
}

/** When the next send of any connected mailbox is due (epoch ms), taking their rest into account, or null. */
export async function readNextDue(q: Db): Promise<number | null> {
  const { mailboxes } = q.t;
  const [row] = await q
    .select({ nextDueAt: mailboxes.nextDueAt, restsUntil: mailboxes.restsUntil })
    .from(mailboxes)
    .where(and(isNotNull(mailboxes.nextDueAt), eq(mailboxes.state, 'connected')))
    .orderBy(
      sql`case when ${mailboxes.nextDueAt} > ${mailboxes.restsUntil} then ${mailboxes.nextDueAt} else ${mailboxes.restsUntil} end`,
    )
    .limit(1);
  return row ? Math.max(row.nextDueAt!, row.restsUntil) : null;
}
