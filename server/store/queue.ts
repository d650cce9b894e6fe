import { and, asc, eq, gt, isNotNull, isNull, lt, lte, sql, type SQL } from 'drizzle-orm';
import type { RestReason } from '../../shared/domain/send-wait.ts';
import { inList, padded } from './in-list.ts';
import { prepared, valueOf, type Places } from './prepared.ts';
import { earliestOf, latestOf } from './instants.ts';
import { countHandedOver, mailboxDays, type MailboxDay } from './mailbox-hours.ts';
import { byMailbox, nextDueOf, tellNextDue } from './next-due.ts';
import { selectSenders } from './send-facts.ts';
import { careChannel, tellNews } from './queue-news.ts';
import type { SendRow } from './sends.ts';
import type { Db } from './store.ts';
import { areTo, type Recipients } from './suppressions.ts';

/**
 * Remembers that mailboxes have something due at `dueAt` at the latest, and tells the dispatchers. It always writes, so
 * that it has to wait for whoever works out anew when the mailbox's next send is due.
 */
export async function noteDue(q: Db, due: readonly { mailboxId: string; dueAt: number }[]): Promise<void> {
  if (due.length === 0) return;
  const earliest = new Map<string, number>();
  for (const { mailboxId, dueAt } of due)
    earliest.set(mailboxId, Math.min(dueAt, earliest.get(mailboxId) ?? dueAt));
  tellNextDue(q, await bringForward(q, { due: instantsOf(earliest) }));
}

type MailboxInstant = { mailboxId: string; at: number };

const instantsOf = (instants: ReadonlyMap<string, number>): MailboxInstant[] =>
  padded([...instants].map(([mailboxId, at]) => ({ mailboxId, at })));

const bringForward = prepared<{ due: readonly MailboxInstant[] }>()((q, { due }) => {
  const { mailboxes } = q.t;
  const claimable = latestOf(q, byMailbox(q, due), mailboxes.restsUntil);
  const before = sql`coalesce(${mailboxes.nextDueAt}, ${sql.raw(String(Number.MAX_SAFE_INTEGER))})`;
  const ids = due.map(({ mailboxId }) => mailboxId);
  return q
    .update(mailboxes)
    .set({ nextDueAt: earliestOf(q, before, claimable) })
    .where(inList(mailboxes.id, ids))
    .returning({ nextDueAt: mailboxes.nextDueAt });
});

/**
 * Locks up to `limit` connected, rested mailboxes with something due, longest waiting first, and passes over locked
 * ones. Resolves with what they are sent from and how their pace stands.
 */
export const lockDueMailboxes = (q: Db, now: number, limit: number) => selectAndLockDue(q, { now, limit });

const selectAndLockDue = prepared<{ now: number; limit: number }>()((q, { now, limit }) => {
  const { mailboxes } = q.t;
  return q.skipLocked(
    selectSenders(q)
      .where(
        and(lte(mailboxes.nextDueAt, now), lte(mailboxes.restsUntil, now), eq(mailboxes.state, 'connected')),
      )
      .orderBy(asc(mailboxes.nextDueAt))
      .limit(limit),
    { of: mailboxes },
  );
});

/** A mailbox's oldest due send, and what the mailbox sent in the hours that count; null when it sent nothing. */
export type DueSend = { send: SendRow; day: MailboxDay | null };

/**
 * The oldest due send of each mailbox that may go now: while the share of others is used up, the oldest of its owner's.
 * Read after the mailboxes are locked, so that what is counted holds until the unit of work ends.
 */
export async function readOldestDue(
  q: Db,
  mailboxIds: readonly string[],
  { now, oldestHour }: { now: number; oldestHour: number },
): Promise<DueSend[]> {
  return mailboxIds.length === 0 ? [] : selectOldestDue(q, { mailboxIds, now, oldestHour });
}

type OfDue = { mailboxIds: readonly string[]; now: number; oldestHour: number };

const selectOldestDue = prepared<OfDue>()((q, { mailboxIds, now, oldestHour }) => {
  const { sends, mailboxes } = q.t;
  const oldest = sql`(select (select s.id from ${sends} s where s.mailbox_id = m.id and s.state = 'queued'
    and s.due_at <= ${now} and (m.delegated_rests_until <= ${now} or s.grant_id is null)
    order by s.due_at, s.id limit 1) from ${mailboxes} m where ${inList(sql`m.id`, mailboxIds)})`;
  const days = mailboxDays(q, mailboxIds, oldestHour);
  const { mailboxId: _, ...day } = days._.selectedFields;
  return q
    .select({ send: sends, day })
    .from(sends)
    .leftJoin(days, eq(days.mailboxId, sends.mailboxId))
    .where(sql`${sends.id} in ${oldest}`);
});

/** Takes queued sends for handing over: a lease, the next fencing token, one more attempt. */
export async function leaseSends(q: Db, ids: readonly string[], leaseUntil: number): Promise<SendRow[]> {
  return ids.length === 0 ? [] : lease(q, { ids, leaseUntil });
}

const lease = prepared<{ ids: readonly string[]; leaseUntil: number }>()((q, { ids, leaseUntil }) => {
  const { sends } = q.t;
  return q
    .update(sends)
    .set({
      state: 'sending',
      leaseUntil: valueOf(leaseUntil, sends.leaseUntil),
      firedAt: null,
      epoch: sql`${sends.epoch} + 1`,
      attempts: sql`${sends.attempts} + 1`,
    })
    .where(and(inList(sends.id, ids), eq(sends.state, 'queued')))
    .returning();
});

/**
 * Takes mailboxes for one send each: nothing else of them is claimed before `until`, unless the send ends. `paceAt` is
 * when each may send next.
 */
export async function occupyMailboxes(
  q: Db,
  paceAt: ReadonlyMap<string, number>,
  { now, until }: { now: number; until: number },
): Promise<void> {
  if (paceAt.size > 0) await occupy(q, { paces: instantsOf(paceAt), now, until });
}

type Occupying = { paces: readonly MailboxInstant[]; now: number; until: number };

const occupy = prepared<Occupying>()((q, { paces, now, until }) => {
  const { mailboxes: m } = q.t;
  const ids = paces.map(({ mailboxId }) => mailboxId);
  return q
    .update(m)
    .set({
      restsUntil: valueOf(until, m.restsUntil),
      restReason: 'busy',
      nextDueAt: valueOf(until, m.nextDueAt),
      paceAt: byMailbox(q, paces),
      delegatedRestsUntil: sql`case when ${m.delegatedRestsUntil} <= ${now} then 0 else ${m.delegatedRestsUntil} end`,
    })
    .where(inList(m.id, ids));
});

/** Why and until when (epoch ms) a mailbox rests; with 0, only as long as its pace asks for. */
export type Rest = { until: number; reason: RestReason | null };
const noRest: Rest = { until: 0, reason: null };

/**
 * Ends what mailboxes were taken for, lets them rest and works out anew when their next sends can be claimed, which the
 * dispatchers are told.
 */
export async function releaseMailboxes(
  q: Db,
  ids: readonly string[],
  { until, reason }: Rest = noRest,
): Promise<void> {
  if (ids.length === 0) return;
  await lockMailboxes(q, ids);
  tellNextDue(q, await release(q, { ids, until, reason }));
}

const release = prepared<Rest & { ids: readonly string[] }>()((q, { ids, until, reason }) => {
  const { mailboxes: m } = q.t;
  const rests = latestOf(q, sql`cast(${until} as bigint)`, m.paceAt);
  return q
    .update(m)
    .set({
      restsUntil: rests,
      restReason: sql`case when ${m.paceAt} > ${until} then 'pace' else cast(${reason} as text) end`,
      nextDueAt: nextDueOf(q, rests),
    })
    .where(inList(m.id, ids))
    .returning({ nextDueAt: m.nextDueAt });
});

/** Lets what others send from a mailbox rest until an instant; its owner's own goes on. */
export async function restDelegated(q: Db, id: string, until: number): Promise<void> {
  const { mailboxes } = q.t;
  await q.update(mailboxes).set({ delegatedRestsUntil: until }).where(eq(mailboxes.id, id));
}

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
 * Writes down that the requests are about to be made, each with where its mailbox's history stands, renews the leases
 * and counts the sends to the day of their mailboxes. Resolves with the `fenceKey`s of those that may go; the lease of
 * any other was lost.
 */
export async function markFired(
  q: Db,
  fences: readonly Fence[],
  { now, leaseUntil }: { now: number; leaseUntil: number },
): Promise<Set<string>> {
  if (fences.length === 0) return new Set();
  const rows = await fire(q, { ...fencesOf(fences), now, leaseUntil });
  await countHandedOver(
    q,
    rows.map(({ id }) => id),
    now,
  );
  return new Set(rows.map(fenceKey));
}

type Fences = { ids: readonly string[]; keys: readonly string[] };

const fencesOf = (fences: readonly Fence[]): Fences => ({
  ids: fences.map(({ id }) => id),
  keys: fences.map(fenceKey),
});

const fire = prepared<Fences & { now: number; leaseUntil: number }>()((q, { ids, keys, now, leaseUntil }) => {
  const { sends, mailboxes } = q.t;
  return q
    .update(sends)
    .set({
      firedAt: valueOf(now, sends.firedAt),
      leaseUntil: valueOf(leaseUntil, sends.leaseUntil),
      historyId: sql`(select m.history_id from ${mailboxes} m where m.id = ${sends}.mailbox_id)`,
    })
    .where(and(areFenced(q, { ids, keys }), gt(sends.leaseUntil, now), isNull(sends.firedAt)))
    .returning({ id: sends.id, epoch: sends.epoch });
});

/** Tells two attempts of one send apart: both may be about to fire, and one of them has lost its lease. */
export const fenceKey = ({ id, epoch }: Fence): string => `${id} ${epoch}`;

/** A send's `fenceKey` as the database has it. */
export const fenceOf = (q: Db): SQL => sql`${q.t.sends.id} || ' ' || ${q.t.sends.epoch}`;

/** The sends that are still under way under these fences. */
export const isFenced = (q: Db, fences: readonly Fence[]) => areFenced(q, fencesOf(fences));

function areFenced(q: Db, { ids, keys }: Fences | Places<Fences>) {
  const { sends } = q.t;
  return and(inList(sends.id, ids), inList(fenceOf(q), keys), eq(sends.state, 'sending'));
}

/** Puts back what was claimed and not handed over, as if it never had been claimed. Resolves with those it put back. */
export async function releaseSends(q: Db, fences: readonly Fence[]): Promise<SendRow[]> {
  if (fences.length === 0) return [];
  const { sends } = q.t;
  return q
    .update(sends)
    .set({ state: 'queued', leaseUntil: null, attempts: sql`${sends.attempts} - 1` })
    .where(and(isFenced(q, fences), isNull(sends.firedAt)))
    .returning();
}

/**
 * Takes the leases of emails to recipients that were claimed and not handed over: their workers can't fire any more,
 * and they come back into the queue, where permission is asked for anew.
 */
export async function takeLeases(q: Db, to: Recipients): Promise<void> {
  const { sends } = q.t;
  const taken = await q
    .update(sends)
    .set({ leaseUntil: 0 })
    .where(and(areTo(q, to), eq(sends.state, 'sending'), isNull(sends.firedAt)))
    .returning({ id: sends.id });
  if (taken.length > 0) tellNews(q, careChannel, 0);
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

/** When a lease runs out next (epoch ms), or null. */
export async function readNextOrphan(q: Db): Promise<number | null> {
  const { sends } = q.t;
  const [row] = await q
    .select({ leaseUntil: sends.leaseUntil })
    .from(sends)
    .where(and(eq(sends.state, 'sending'), isNotNull(sends.leaseUntil)))
    .orderBy(asc(sends.leaseUntil))
    .limit(1);
  return row?.leaseUntil ?? null;
}

/** When something of any connected mailbox can be claimed next (epoch ms), or null. */
export async function readNextDue(q: Db): Promise<number | null> {
  const [row] = await selectNextDue(q, {});
  return row?.nextDueAt ?? null;
}

const selectNextDue = prepared<Record<never, never>>()((q) => {
  const { mailboxes } = q.t;
  return q
    .select({ nextDueAt: mailboxes.nextDueAt })
    .from(mailboxes)
    .where(and(isNotNull(mailboxes.nextDueAt), eq(mailboxes.state, 'connected')))
    .orderBy(asc(mailboxes.nextDueAt))
    .limit(1);
});
