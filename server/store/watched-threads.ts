import { and, asc, desc, eq, isNotNull, isNull, lt, lte, ne, sql } from 'drizzle-orm';
import { inChunks } from './in-chunks.ts';
import { inList } from './in-list.ts';
import { prepared } from './prepared.ts';
import type { MailboxRow } from './mailboxes.ts';
import { lockMailbox } from './mailboxes.ts';
import type { WatchedRow } from './outcomes.ts';
import type { SendRow } from './sends.ts';
import type { Db } from './store.ts';
import { areTo } from './suppressions.ts';
import { findThreadRoots, listWatchedSends } from './thread-roots.ts';

type NewWatch = Db['t']['watchedThreads']['$inferInsert'];

/** An email that has just been sent, and when its thread is first looked at (epoch ms); null when it can't be. */
export type Watch = Pick<SendRow, 'id' | 'mailboxId' | 'inReplyTo'> & {
  sentAt: number;
  nextLookAt: number | null;
};

/**
 * Begins to watch the threads of emails, as far as their mailboxes may be looked into. An older watch of the same thread
 * ends: the newer one covers it. Resolves with the ids of those whose threads are looked at from here on.
 */
export async function beginWatches(q: Db, watches: readonly Watch[]): Promise<Set<string>> {
  if (watches.length === 0) return new Set();
  const readable = await selectReadable(q, { ids: watches.map(({ mailboxId }) => mailboxId) });
  const begun = watches.filter(({ mailboxId }) => readable.some(({ id }) => id === mailboxId));
  const lookedAt = begun.filter(({ nextLookAt }) => nextLookAt !== null);
  await endOlder(
    q,
    lookedAt.filter(({ inReplyTo }) => inReplyTo !== null),
  );
  const rows = begun.map(({ id, mailboxId, sentAt, nextLookAt }) => ({
    ...{ sendId: id, mailboxId, sentAt, nextLookAt },
  }));
  for (const some of inChunks(rows)) await insertWatches(q, { some });
  return new Set(lookedAt.map(({ id }) => id));
}

const selectReadable = prepared<{ ids: readonly string[] }>()((q, { ids }) => {
  const { mailboxes } = q.t;
  return q
    .select({ id: mailboxes.id })
    .from(mailboxes)
    .where(and(inList(mailboxes.id, ids), eq(mailboxes.replies, true)));
});

const insertWatches = prepared<{ some: readonly NewWatch[] }>()((q, { some }) =>
  q.insert(q.t.watchedThreads).values(some),
);

async function endOlder(q: Db, followUps: readonly Watch[]): Promise<void> {
  if (followUps.length === 0) return;
  const watched = await listWatchedSends(
    q,
    followUps.map(({ mailboxId }) => mailboxId),
  );
  const roots = await findThreadRoots(q, [...watched, ...followUps]);
  const covered = new Set(followUps.map(({ id }) => roots.get(id)));
  const older = watched.filter(({ id }) => covered.has(roots.get(id)));
  await endWatches(
    q,
    older.map(({ id }) => id),
  );
}

/** Threads that are not looked at any more. */
export async function endWatches(q: Db, sendIds: readonly string[]): Promise<void> {
  const { watchedThreads: t } = q.t;
  for (const some of inChunks(sendIds))
    await q.update(t).set({ nextLookAt: null }).where(inList(t.sendId, some));
}

/** The watch over the thread of an email, or null. */
export async function findWatch(q: Db, sendId: string): Promise<WatchedRow | null> {
  const { watchedThreads: t } = q.t;
  const [row] = await q.select().from(t).where(eq(t.sendId, sendId));
  return row ?? null;
}

/**
 * The watch over the email that went out before this one in its thread, to the same recipient; null: there is none, or
 * that one's mailbox could not be looked into then.
 */
export async function findWatchBefore(
  q: Db,
  send: Pick<SendRow, 'id' | 'inReplyTo' | 'workspaceId' | 'mailboxId' | 'recipientKey'>,
  sentAt: number,
): Promise<WatchedRow | null> {
  // Of those whose words were erased it is not known who they went to.
  if (send.recipientKey === '') return null;
  const { watchedThreads: t, sends } = q.t;
  const rows = await q
    .select({ id: sends.id, inReplyTo: sends.inReplyTo, watch: t })
    .from(sends)
    .innerJoin(t, eq(t.sendId, sends.id))
    .where(
      and(
        areTo(q, { workspaceId: send.workspaceId, recipientKeys: [send.recipientKey] }),
        eq(sends.mailboxId, send.mailboxId),
        ne(sends.id, send.id),
        lte(t.sentAt, sentAt),
      ),
    )
    .orderBy(desc(t.sentAt), desc(sends.id));
  const roots = await findThreadRoots(q, [send, ...rows]);
  return rows.find(({ id }) => roots.get(id) === roots.get(send.id))?.watch ?? null;
}

/** When the next thread is to be looked at (epoch ms), or null. */
export async function readNextWatch(q: Db): Promise<number | null> {
  const { watchedThreads: t } = q.t;
  const [row] = await q
    .select({ at: t.nextLookAt })
    .from(t)
    .where(isNotNull(t.nextLookAt))
    .orderBy(asc(t.nextLookAt))
    .limit(1);
  return row?.at ?? null;
}

/** Threads to be looked at, all of one mailbox. */
export type WatchClaim = { mailbox: MailboxRow; watches: WatchedRow[] };

/** How a claim moves on what it takes, and what it leaves; instants in epoch milliseconds, the rest in milliseconds. */
export type ClaimTerms = {
  now: number;
  /** How many threads of this mailbox may be looked at in the minute that begins. */
  roomOf(mailbox: MailboxRow): number;
  /** When a thread is looked at next, also when this is its last look: it ends once that was made. */
  nextLook(watch: Pick<WatchedRow, 'sentAt'>): number;
  /** How long nothing more of this mailbox is claimed; and how long one is left alone that can't be looked into. */
  minuteMs: number;
  closedMs: number;
  /** No thread is looked at later than this after its email, whatever came in between. */
  watchMs: number;
};

/**
 * Takes threads whose look is due, of the mailbox that waits longest, and moves their next look on first: whoever dies
 * over a look leaves it to the next one. The mailbox is locked meanwhile and all else of it put off by a minute, so that
 * all processes together keep to `roomOf`. Null: nothing is due; a claim may have no watches.
 */
export async function claimWatches(q: Db, terms: ClaimTerms): Promise<WatchClaim | null> {
  const { watchedThreads: t } = q.t;
  const { now, roomOf, nextLook, minuteMs, closedMs, watchMs } = terms;
  const isDue = lte(t.nextLookAt, now);
  const [first] = await q
    .select({ mailboxId: t.mailboxId })
    .from(t)
    .where(isDue)
    .orderBy(asc(t.nextLookAt))
    .limit(1);
  if (!first) return null;
  const mailbox = (await lockMailbox(q, first.mailboxId))!;
  const isOver = and(eq(t.mailboxId, mailbox.id), lt(t.sentAt, now - watchMs), isDue);
  await q.update(t).set({ nextLookAt: null }).where(isOver);
  if (mailbox.state !== 'connected' || !mailbox.replies) {
    await putOff(q, mailbox.id, now + closedMs);
    return { mailbox, watches: [] };
  }
  const watches = await q
    .select()
    .from(t)
    .where(and(eq(t.mailboxId, mailbox.id), isDue))
    .orderBy(asc(t.nextLookAt))
    .limit(roomOf(mailbox));
  for (const watch of watches) {
    await q
      .update(t)
      .set({ nextLookAt: nextLook(watch), looks: sql`${t.looks} + 1` })
      .where(eq(t.sendId, watch.sendId));
  }
  if (watches.length > 0) await putOff(q, mailbox.id, now + minuteMs);
  return { mailbox, watches };
}

/** Looks at no thread of a mailbox before `until` (epoch ms). */
export async function putOff(q: Db, mailboxId: string, until: number): Promise<void> {
  const { watchedThreads: t } = q.t;
  await q
    .update(t)
    .set({ nextLookAt: until })
    .where(and(eq(t.mailboxId, mailboxId), lt(t.nextLookAt, until)));
}

/** Puts threads off that were taken and not looked at. Those that nobody watches any more stay as they are. */
export async function putBackWatches(q: Db, sendIds: readonly string[], until: number): Promise<void> {
  const { watchedThreads: t } = q.t;
  await q
    .update(t)
    .set({ nextLookAt: until })
    .where(and(inList(t.sendId, sendIds), isNotNull(t.nextLookAt)));
}

/** What came of an email, as far as one column of its watch tells. */
export type Answered = 'repliedAt' | 'autoRepliedAt' | 'bouncedAt';

/** Writes down that and when something came, unless it had come already: the first one counts. True: it is news. */
export async function noteAnswer(
  q: Db,
  sendId: string,
  what: Answered,
  change: Partial<WatchedRow>,
): Promise<boolean> {
  const { watchedThreads: t } = q.t;
  const rows = await q
    .update(t)
    .set(change)
    .where(and(eq(t.sendId, sendId), isNull(t[what])))
    .returning({ sendId: t.sendId });
  return rows.length === 1;
}
