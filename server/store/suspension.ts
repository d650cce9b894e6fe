import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { MailboxState } from '../../shared/api/mailboxes.ts';
import type { Db } from './store.ts';

/** What decides whether a standing grant can be used. */
export type SuspensionFacts = {
  mailboxState: MailboxState;
  acceptorPausedAt: number | null;
  acceptorFrozenAt: number | null;
  requestorFrozenAt: number | null;
};

export async function readSuspensionFacts(q: Db, grantId: string): Promise<SuspensionFacts | null> {
  const { grants, mailboxes, members } = q.t;
  const [mine] = await q
    .select({
      mailboxState: mailboxes.state,
      acceptorPausedAt: members.pausedAt,
      acceptorFrozenAt: members.frozenAt,
      requestorId: grants.requestorId,
    })
    .from(grants)
    .innerJoin(mailboxes, eq(mailboxes.id, grants.mailboxId))
    .innerJoin(members, eq(members.id, grants.acceptorId))
    .where(eq(grants.id, grantId));
  if (!mine) return null;
  const [requestor] = await q
    .select({ frozenAt: members.frozenAt })
    .from(members)
    .where(eq(members.id, mine.requestorId));
  const { requestorId: _, ...facts } = mine;
  return { ...facts, requestorFrozenAt: requestor?.frozenAt ?? null };
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
