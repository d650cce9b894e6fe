import { and, desc, eq, gte, lt } from 'drizzle-orm';
import type { TrackingMode } from '../../shared/domain/tracking-policy.ts';
import { dayMs, startOfDay } from '../clock.ts';
import { firstIdAt } from './first-id-at.ts';
import { walkLength } from './list-sends.ts';
import type { CountsWanted } from './sender-days.ts';
import type { Db } from './store.ts';

/** An email that was sent, and what of it is looked at; `mode` is null where nothing is. */
export type SeenEmail = {
  sentAt: number;
  requestorId: string;
  acceptorId: string;
  recipientKey: string;
  mode: TrackingMode | null;
  opens: boolean | null;
  clicks: boolean | null;
};

/**
 * Emails that were sent on days of a member's figures: those among the newest of that side, as many as one page of a
 * list looks through. They are all there are when they are as many as the figures count.
 */
export async function readSeenEmails(
  q: Db,
  { memberId, side, from, to, sender, requestor }: CountsWanted,
): Promise<SeenEmail[]> {
  const { sends, trackedSends: t } = q.t;
  const { id, sentAt, requestorId, acceptorId, recipientKey } = sends;
  const until = startOfDay(to) + dayMs;
  const near = q
    .select({ id, sentAt, requestorId, acceptorId, recipientKey })
    .from(sends)
    .where(and(eq(sends[`${side}Id`], memberId), lt(id, firstIdAt(until))))
    .orderBy(desc(id))
    .limit(walkLength)
    .as('near');
  const rows = await q
    .select({
      ...{ sentAt: near.sentAt, requestorId: near.requestorId, acceptorId: near.acceptorId },
      ...{ recipientKey: near.recipientKey, mode: t.mode, opens: t.opens, clicks: t.clicks },
    })
    .from(near)
    .leftJoin(t, eq(t.sendId, near.id))
    .where(
      and(
        gte(near.sentAt, startOfDay(from)),
        lt(near.sentAt, until),
        sender === undefined ? undefined : eq(near.acceptorId, sender),
        requestor === undefined ? undefined : eq(near.requestorId, requestor),
      ),
    );
  return rows.flatMap((row) => (row.sentAt === null ? [] : { ...row, sentAt: row.sentAt }));
}
