import { and, eq, gt, inArray, isNotNull, or } from 'drizzle-orm';
import { stoppableSendStates } from '../../shared/domain/send-state.ts';
import { inChunks } from './in-chunks.ts';
import { inList } from './in-list.ts';
import type { SendRow } from './sends.ts';
import type { Db } from './store.ts';

export type Linked = Pick<SendRow, 'id' | 'inReplyTo'>;

/**
 * The first email of each one's thread, by its id: thread ids are sealed, but every follow-up names what it follows.
 * One query for each step back, however many there are.
 */
export async function findThreadRoots(q: Db, sends: readonly Linked[]): Promise<Map<string, string>> {
  const { sends: t } = q.t;
  const parents = new Map(sends.map(({ id, inReplyTo }) => [id, inReplyTo]));
  for (;;) {
    const unknown = [...new Set(parents.values())].filter((id) => id !== null && !parents.has(id));
    if (unknown.length === 0) break;
    for (const some of inChunks(unknown)) {
      const rows = await q.select({ id: t.id, inReplyTo: t.inReplyTo }).from(t).where(inList(t.id, some));
      for (const id of some) parents.set(id!, rows.find((row) => row.id === id)?.inReplyTo ?? null);
    }
  }
  const rootOf = (id: string): string => {
    const parent = parents.get(id) ?? null;
    return parent === null ? id : rootOf(parent);
  };
  return new Map(sends.map(({ id }) => [id, rootOf(id)]));
}

/** The follow-ups of a mailbox that were not handed over yet. */
export async function listWaitingFollowUps(q: Db, mailboxId: string): Promise<Linked[]> {
  const { sends } = q.t;
  return q
    .select({ id: sends.id, inReplyTo: sends.inReplyTo })
    .from(sends)
    .where(
      and(
        eq(sends.mailboxId, mailboxId),
        inArray(sends.state, [...stoppableSendStates]),
        isNotNull(sends.inReplyTo),
      ),
    );
}

/** The emails of a mailbox whose threads are still looked at. */
export async function listWatchedSends(q: Db, mailboxIds: readonly string[]): Promise<Linked[]> {
  const { watchedThreads: w, sends } = q.t;
  return q
    .select({ id: sends.id, inReplyTo: sends.inReplyTo })
    .from(w)
    .innerJoin(sends, eq(sends.id, w.sendId))
    .where(and(inList(w.mailboxId, mailboxIds), isNotNull(w.nextLookAt)));
}

/** The emails of mailboxes that a person answered, or that came back, after `since` (epoch milliseconds). */
export async function listEndedThreads(
  q: Db,
  mailboxIds: readonly string[],
  since: number,
): Promise<(Linked & { repliedAt: number | null; bouncedAt: number | null })[]> {
  const { watchedThreads: w, sends } = q.t;
  return q
    .select({ id: sends.id, inReplyTo: sends.inReplyTo, repliedAt: w.repliedAt, bouncedAt: w.bouncedAt })
    .from(w)
    .innerJoin(sends, eq(sends.id, w.sendId))
    .where(and(inList(w.mailboxId, mailboxIds), or(gt(w.repliedAt, since), gt(w.bouncedAt, since))));
}
