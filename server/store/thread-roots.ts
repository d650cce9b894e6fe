import { and, eq, isNotNull, sql } from 'drizzle-orm';
import { inChunks } from './in-chunks.ts';
import { inList } from './in-list.ts';
import { prepared } from './prepared.ts';
import type { SendRow } from './sends.ts';
import type { Db } from './store.ts';

export type Linked = Pick<SendRow, 'id' | 'inReplyTo'>;

/**
 * The first email of each one's thread, by its id: thread ids are sealed, but every follow-up names what it follows.
 * One query for a hundred of them, however long their chains are, and a walk that visits each email once.
 */
export async function findThreadRoots(q: Db, sends: readonly Linked[]): Promise<Map<string, string>> {
  const parents = new Map(sends.map(({ id, inReplyTo }) => [id, inReplyTo]));
  const earlier = new Set([...parents.values()].filter((id) => id !== null));
  for (const some of inChunks([...earlier])) {
    const ids = some.filter((id) => !parents.has(id));
    if (ids.length === 0) continue;
    for (const { id, inReplyTo } of await selectChains(q, { ids })) parents.set(id, inReplyTo);
  }
  const roots = new Map<string, string>();
  for (const { id } of sends) {
    const walked: string[] = [];
    let at = id;
    for (let parent = parents.get(at); parent && !roots.has(at); parent = parents.get(at)) {
      walked.push(at);
      at = parent;
    }
    const root = roots.get(at) ?? at;
    roots.set(at, root);
    for (const one of walked) roots.set(one, root);
  }
  return roots;
}

/**
 * Emails and all that they follow, each once. Each is looked up by itself: for a join PostgreSQL may read the whole table
 * at each step back, as long as it has no figures of it.
 */
const selectChains = prepared<{ ids: readonly string[] }>()((q, { ids }) => {
  const { sends: t } = q.t;
  const chains = sql`(
    with recursive chain(id, earlier) as (
      select ${t.id}, ${t.inReplyTo} from ${t} where ${inList(t.id, ids)}
      union
      select chain.earlier, (select e.in_reply_to from ${t} e where e.id = chain.earlier)
      from chain where chain.earlier is not null
    )
    select id, earlier from chain
  ) as chains`;
  return q.select({ id: sql<string>`chains.id`, inReplyTo: sql<string | null>`chains.earlier` }).from(chains);
});

/** The emails of a mailbox whose threads are still looked at. */
export async function listWatchedSends(q: Db, mailboxIds: readonly string[]): Promise<Linked[]> {
  const { watchedThreads: w, sends } = q.t;
  return q
    .select({ id: sends.id, inReplyTo: sends.inReplyTo })
    .from(w)
    .innerJoin(sends, eq(sends.id, w.sendId))
    .where(and(inList(w.mailboxId, mailboxIds), isNotNull(w.nextLookAt)));
}
