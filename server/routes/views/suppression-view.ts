import type { Suppression } from '../../../shared/api/suppressions.ts';
import { readPeople } from '../../store/people.ts';
import type { Db } from '../../store/store.ts';
import type { SuppressionRow } from '../../store/suppressions.ts';
import { toInstant } from './instant.ts';

/** Suppressions as members see them. */
export async function viewSuppressions(q: Db, rows: readonly SuppressionRow[]): Promise<Suppression[]> {
  const people = await readPeople(
    q,
    rows.flatMap(({ byMemberId }) => byMemberId ?? []),
  );
  return rows.map(({ id, email, source, byMemberId, createdAt, erasureAskedAt }) => ({
    ...{ id, email, source },
    by: (byMemberId !== null && people.get(byMemberId)) || null,
    createdAt: toInstant(createdAt),
    erasureAskedAt: erasureAskedAt === null ? null : toInstant(erasureAskedAt),
  }));
}
