import { eq, sql } from 'drizzle-orm';
import type { BatchState } from '../../shared/domain/batch-state.ts';
import { inList } from './in-list.ts';
import { prepared } from './prepared.ts';
import type { MailboxRow } from './people.ts';
import type { Db } from './store.ts';

/** What a queued send may wait for besides itself. `ahead` is how many of its mailbox go before it. */
export type Surroundings = {
  mailbox: Pick<MailboxRow, 'state' | 'restReason' | 'restsUntil' | 'delegatedRestsUntil' | 'paceAt'>;
  batch: BatchState | null;
  ahead: number;
};

/** Counting goes no further: behind so many others the instant told is a lower bound. */
const mostAhead = 500;

/** The surroundings of sends by their ids, in one query. */
export async function readSurroundings(
  q: Db,
  sendIds: readonly string[],
): Promise<Map<string, Surroundings>> {
  if (sendIds.length === 0) return new Map();
  const rows = await selectSurroundings(q, { sendIds });
  return new Map(rows.map(({ id, ...surroundings }) => [id, surroundings]));
}

const selectSurroundings = prepared<{ sendIds: readonly string[] }>()((q, { sendIds }) => {
  const { sends, mailboxes: m, batches } = q.t;
  const before = sql`select 1 from ${sends} o where o.mailbox_id = ${sends.mailboxId} and o.state = 'queued'
    and (o.due_at, o.id) < (${sends.dueAt}, ${sends.id}) limit ${mostAhead}`;
  return q
    .select({
      id: sends.id,
      mailbox: {
        ...{ state: m.state, restReason: m.restReason, restsUntil: m.restsUntil },
        ...{ delegatedRestsUntil: m.delegatedRestsUntil, paceAt: m.paceAt },
      },
      batch: batches.state,
      ahead: sql<number>`(select count(*) from (${before}) before)`.mapWith(Number),
    })
    .from(sends)
    .innerJoin(m, eq(m.id, sends.mailboxId))
    .leftJoin(batches, eq(batches.id, sends.batchId))
    .where(inList(sends.id, sendIds));
});
