import { and, inArray, sql } from 'drizzle-orm';
import type { EventType } from '../../shared/api/events.ts';
import type { SendState } from '../../shared/domain/send-state.ts';
import { inList } from './in-list.ts';
import type { Db } from './store.ts';

type Told = { type: EventType; subjectId: string; at: number };

/** What ends emails that have not gone out, and what they end as. */
const ends: { [Type in EventType]?: SendState } = {
  'grant.revoked': 'blocked',
  'grant.left': 'blocked',
  'grant.expired': 'blocked',
  'grant.suspended': 'blocked',
  'batch.blocked': 'blocked',
  'batch.cancelled': 'cancelled',
  'batch.rejected': 'rejected',
};

/**
 * How many emails the acts that events tell of ended: those of the grant or batch that ended in the same unit of work,
 * which gave all of them one instant. In the order of the events; 0 where there were none.
 */
export async function countStopped(q: Db, told: readonly Told[]): Promise<number[]> {
  const acts = told.filter(({ type }) => ends[type] !== undefined);
  if (acts.length === 0) return told.map(() => 0);
  const { grantId, batchId } = q.t.sends;
  const counts = new Map<string, number>();
  for (const column of [grantId, batchId]) {
    const kind = column === grantId ? 'grant.' : 'batch.';
    const mine = acts.filter(({ type }) => type.startsWith(kind));
    for (const row of await countEnded(q, column, mine)) counts.set(keyOf(row), row.count);
  }
  return told.map(({ type, subjectId, at }) => counts.get(keyOf({ subjectId, state: ends[type], at })) ?? 0);
}

async function countEnded(q: Db, column: SubjectColumn, acts: readonly Told[]) {
  if (acts.length === 0) return [];
  const { sends } = q.t;
  return q
    .select({
      ...{ subjectId: column, state: sends.state, at: sends.endedAt },
      count: sql<number>`count(*)`.mapWith(Number),
    })
    .from(sends)
    .where(
      and(
        inArray(sends.state, ['blocked', 'cancelled', 'rejected']),
        inList(
          column,
          acts.map(({ subjectId }) => subjectId),
        ),
        inList(
          sends.endedAt,
          acts.map(({ at }) => at),
        ),
      ),
    )
    .groupBy(column, sends.state, sends.endedAt);
}

type SubjectColumn = Db['t']['sends']['grantId' | 'batchId'];

const keyOf = (row: { subjectId: string | null; state: SendState | undefined; at: number | null }): string =>
  `${row.subjectId} ${row.state} ${row.at}`;
