import { and, asc, eq, inArray, isNotNull, isNull, lte, lt, gt, or, sql } from 'drizzle-orm';
import type { Db } from './store.ts';
import type { NewSend, SendRow } from './sends.ts';

/** The channel that wakes dispatchers: something became due, or will be. */
export const sendChannel = 'behalf_sends';

/** Remembers that a mailbox has something due at `dueAt` at the latest. */
export async function noteDue(q: Db, mailboxId: string, dueAt: number): Promise<void> {
  const { mailboxes } = q.t;
  await q
    .update(mailboxes)
    .set({ nextDueAt: dueAt })
    .where(and(eq(mailboxes.id, mailboxId), or(isNull(mailboxes.nextDueAt), gt(mailboxes.nextDueAt, dueAt))));
  q.notify(sendChannel, mailboxId);
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
    and s.due_at <= ${now} order by s.due_at, s.id limit 1) from ${mailboxes} m where ${inArray(sql`m.id`, [...mailboxIds])})`;
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
    .where(and(inArray(sends.id, [...ids]), eq(sends.state, 'queued')))
    .returning();
}

/** Lets mailboxes rest until an instant: none of their sends is claimed before. */
export async function restMailboxes(q: Db, ids: readonly string[], restsUntil: number): Promise<void> {
  if (ids.length === 0) return;
  const { mailboxes } = q.t;
  await q
    .update(mailboxes)
    .set({ restsUntil })
    .where(inArray(mailboxes.id, [...ids]));
}

/** Ends a mailbox's rest at `restsUntil` and works out anew when its next send is due. */
export async function releaseMailboxes(q: Db, ids: readonly string[], restsUntil: number): Promise<void> {
  if (ids.length === 0) return;
  const { mailboxes, sends } = q.t;
  await q
    .update(mailboxes)
    .set({
      restsUntil,
      nextDueAt: sql`(select s.due_at from ${sends} s where s.mailbox_id = ${mailboxes}.id and s.state = 'queued'
        order by s.due_at limit 1)`,
    })
    .where(inArray(mailboxes.id, [...ids]));
}

/** A send under one fencing token: every write about an attempt names it, and one who lost the lease changes nothing. */
export type Fence = { id: string; epoch: number };

/** Writes down durably that the request is about to be made. False: the lease was lost, so it must not be made. */
export async function markFired(
  q: Db,
  fence: Fence,
  now: number,
  historyId: string | null,
): Promise<boolean> {
  const { sends } = q.t;
  const rows = await q
    .update(sends)
    .set({ firedAt: now, historyId })
    .where(and(fenced(q, fence), gt(sends.leaseUntil, now), isNull(sends.firedAt)))
    .returning({ id: sends.id });
  return rows.length === 1;
}

/** Ends an attempt. Null: somebody else holds the send by now. */
export async function settleSend(q: Db, fence: Fence, change: Partial<NewSend>): Promise<SendRow | null> {
  const { sends } = q.t;
  const [row] = await q
    .update(sends)
    .set({ ...change, leaseUntil: null })
    .where(fenced(q, fence))
    .returning();
  return row ?? null;
}

const fenced = (q: Db, { id, epoch }: Fence) =>
  and(eq(q.t.sends.id, id), eq(q.t.sends.epoch, epoch), eq(q.t.sends.state, 'sending'));

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

/** What `authoriseSend` decides on, for each send, read with the grants locked so that a revocation waits or came first. */
export async function readSendFacts(
  q: Db,
  sends: readonly Pick<SendRow, 'id' | 'requestorId' | 'mailboxId' | 'grantId' | 'toEmail'>[],
  now: number,
) {
  const t = q.t;
  const grantIds = [...new Set(sends.flatMap((send) => send.grantId ?? []))].sort();
  const grants = grantIds.length
    ? await q.forUpdate(q.select().from(t.grants).where(inArray(t.grants.id, grantIds)).orderBy(t.grants.id))
    : [];
  const mailboxIds = [...new Set(sends.map((send) => send.mailboxId))];
  const owners = await q
    .select({ mailbox: t.mailboxes, owner: t.members })
    .from(t.mailboxes)
    .innerJoin(t.members, eq(t.members.id, t.mailboxes.memberId))
    .where(inArray(t.mailboxes.id, mailboxIds));
  const requestors = await q
    .select({ id: t.members.id, frozenAt: t.members.frozenAt })
    .from(t.members)
    .where(inArray(t.members.id, [...new Set(sends.map((send) => send.requestorId))]));
  return new Map(
    sends.map((send) => {
      const { mailbox, owner } = owners.find((row) => row.mailbox.id === send.mailboxId)!;
      return [
        send.id,
        {
          now,
          requestorId: send.requestorId,
          requestorFrozen: requestors.find((row) => row.id === send.requestorId)?.frozenAt !== null,
          toEmail: send.toEmail,
          grant: send.grantId === null ? null : (grants.find((row) => row.id === send.grantId) ?? null),
          mailbox: {
            id: mailbox.id,
            ownerId: owner.id,
            state: mailbox.state,
            iss: owner.iss,
            sub: owner.sub,
            ownerFrozen: owner.frozenAt !== null,
            ownerPaused: owner.pausedAt !== null,
          },
          mailboxRow: mailbox,
          ownerName: owner.name,
        },
      ];
    }),
  );
}
