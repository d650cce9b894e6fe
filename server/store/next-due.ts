import { sql, type Placeholder, type SQL } from 'drizzle-orm';
import { latestOf } from './instants.ts';
import { sendChannel, tellNews } from './queue-news.ts';
import type { Db } from './store.ts';

/** An instant for each mailbox of an update. */
export function byMailbox(
  q: Db,
  instants: readonly { mailboxId: string | Placeholder; at: number | Placeholder }[],
): SQL {
  const cases = instants.map(({ mailboxId, at }) => sql`when ${mailboxId} then cast(${at} as bigint)`);
  return sql`case ${q.t.mailboxes.id} ${sql.join(cases, sql` `)} end`;
}

/**
 * When the next send of a mailbox that rests until `rests` can be claimed, for an update of it. Only true of locked
 * mailboxes (`lockMailboxes`). While the share of others is used up the whole queue is looked through, else its first.
 */
export function nextDueOf(q: Db, rests: SQL): SQL {
  const { sends, mailboxes: m } = q.t;
  const waiting = sql`from ${sends} s where s.mailbox_id = ${m.id} and s.state = 'queued'`;
  const share = sql`case when s.grant_id is null then 0 else ${m.delegatedRestsUntil} end`;
  return sql`case when ${m.delegatedRestsUntil} = 0
    then (select ${latestOf(q, sql`s.due_at`, rests)} ${waiting} order by s.due_at limit 1)
    else (select min(${latestOf(q, sql`s.due_at`, rests, share)}) ${waiting}) end`;
}

/** Tells the dispatchers when the first of these mailboxes can be claimed from. */
export function tellNextDue(q: Db, mailboxes: readonly { nextDueAt: number | null }[]): void {
  const instants = mailboxes.flatMap(({ nextDueAt }) => nextDueAt ?? []);
  if (instants.length > 0) tellNews(q, sendChannel, Math.min(...instants));
}
