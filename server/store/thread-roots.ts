import { and, eq, isNotNull } from 'drizzle-orm';
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

/** The emails of a mailbox whose threads are still looked at. */
export async function listWatchedSends(q: Db, mailboxIds: readonly string[]): Promise<Linked[]> {
  const { watchedThreads: w, sends } = q.t;
  return q
    .select({ id: sends.id, inReplyTo: sends.inReplyTo })
    .from(w)
    .innerJoin(sends, eq(sends.id, w.sendId))
    .where(and(inList(w.mailboxId, mailboxIds), isNotNull(w.nextLookAt)));
}
