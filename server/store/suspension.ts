import { and, eq, isNotNull, isNull, sql, type SQL } from 'drizzle-orm';
import type { MailboxState } from '../../shared/api/mailboxes.ts';
import { inList } from './in-list.ts';
import type { Db } from './store.ts';

/** What decides whether a standing grant can be used. */
export type SuspensionFacts = {
  mailboxState: MailboxState;
  acceptorPausedAt: number | null;
  acceptorFrozenAt: number | null;
  requestorFrozenAt: number | null;
};

/** The facts about grants by their ids, in one query. */
export async function readSuspensionFacts(
  q: Db,
  grantIds: readonly string[],
): Promise<Map<string, SuspensionFacts>> {
  if (grantIds.length === 0) return new Map();
  const { grants, mailboxes, members } = q.t;
  const requestorFrozenAt = sql`(select r.frozen_at from ${members} r where r.id = ${grants.requestorId})`;
  const rows = await q
    .select({
      id: grants.id,
      facts: {
        mailboxState: mailboxes.state,
        acceptorPausedAt: members.pausedAt,
        acceptorFrozenAt: members.frozenAt,
        requestorFrozenAt: requestorFrozenAt.mapWith(members.frozenAt) as SQL<number | null>,
      },
    })
    .from(grants)
    .innerJoin(mailboxes, eq(mailboxes.id, grants.mailboxId))
    .innerJoin(members, eq(members.id, grants.acceptorId))
    .where(inList(grants.id, grantIds));
  return new Map(rows.map(({ id, facts }) => [id, facts]));
}

/** Sets or ends a member's pause; false when it already was as asked. */
export async function setPaused(q: Db, memberId: string, pausedAt: number | null): Promise<boolean> {
  const { members } = q.t;
  const rows = await q
    .update(members)
    .set({ pausedAt })
    .where(
      and(
        eq(members.id, memberId),
        pausedAt === null ? isNotNull(members.pausedAt) : isNull(members.pausedAt),
      ),
    )
    .returning({ id: members.id });
  return rows.length === 1;
}
