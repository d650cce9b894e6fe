import { and, asc, eq, inArray, or, sql, type SQL } from 'drizzle-orm';
import { finalSendStates, stoppableSendStates } from '../../shared/domain/send-state.ts';
import { inChunks } from './in-chunks.ts';
import { inList } from './in-list.ts';
import { erasedIssuer } from './members.ts';
import { erasedCell } from './sealed-cells.ts';
import { areTo, type Recipients } from './suppressions.ts';
import type { Db } from './store.ts';

/**
 * Takes everything personal out of a member's rows and leaves what others refer to: ids, states and instants. The
 * rows stay because grants, sends and audit entries of other people name them. `name` is what others read from now on.
 */
export async function erasePerson(q: Db, memberId: string, name: string): Promise<void> {
  const { members, mailboxes, grants, events, authFlows, authCodes } = q.t;
  await q
    .update(members)
    .set({
      ...{ iss: erasedIssuer, sub: memberId, email: '', name, pictureUrl: null },
      ...{ role: 'member', pausedAt: null },
    })
    .where(eq(members.id, memberId));
  await q.update(mailboxes).set({ email: '', name, historyId: null }).where(eq(mailboxes.memberId, memberId));
  // A note was written by one of the two to be read by the other.
  await q
    .update(grants)
    .set({ note: null })
    .where(or(eq(grants.requestorId, memberId), eq(grants.acceptorId, memberId)));
  // The account that consent was given for; not the one the member's row names now, so that they never match.
  await q.update(grants).set({ iss: erasedIssuer, sub: '' }).where(eq(grants.acceptorId, memberId));
  await q.delete(events).where(eq(events.memberId, memberId));
  await q.delete(authFlows).where(eq(authFlows.memberId, memberId));
  await q.delete(authCodes).where(eq(authCodes.memberId, memberId));
}

/**
 * Erases what a member wrote and to whom, whosever mailbox it went out from. That it did, when and under which grant
 * stays for the mailbox's owner, and so do the sealed ids by which they find it in their own Sent folder. The ids of
 * the member's own mailbox are erased.
 */
export async function eraseSends(q: Db, memberId: string, now: number): Promise<void> {
  const { sends, batches, refusedKeys } = q.t;
  await eraseContent(q, eq(sends.requestorId, memberId), now);
  await q
    .update(sends)
    .set({ idempotencyKey: sql`${sends.id}`, zone: null, hours: null })
    .where(eq(sends.requestorId, memberId));
  await q.delete(refusedKeys).where(eq(refusedKeys.requestorId, memberId));
  await q
    .update(batches)
    .set({ sealedHeading: erasedCell, requestHash: '', idempotencyKey: sql`${batches.id}` })
    .where(eq(batches.requestorId, memberId));
  await q
    .update(sends)
    .set({ sealedMessageId: null, sealedThreadId: null, historyId: null })
    .where(eq(sends.acceptorId, memberId));
}

/** Erases what some emails say and to whom, where their links lead, and each request for what stood in them. */
async function eraseContent(q: Db, which: SQL, now: number): Promise<void> {
  const { sends, trackedSends, trackingHits } = q.t;
  const theirs = q.select({ id: sends.id }).from(sends).where(which);
  // First, and silenced: hits that are being counted are waited for, and those that wait for us are not counted.
  await q
    .update(trackedSends)
    .set({ sealedLinks: null, tellAt: null, silencedAt: sql`coalesce(${trackedSends.silencedAt}, ${now})` })
    .where(inArray(trackedSends.sendId, theirs));
  await q.delete(trackingHits).where(inArray(trackingHits.sendId, theirs));
  await q
    .update(sends)
    .set({
      ...{ toEmail: '', recipientKey: '', sealedHeading: erasedCell, sealedBody: erasedCell },
      requestHash: '',
    })
    .where(which);
}

/** Emails to a recipient that can be erased, and those under way, of which somebody has yet to find out whether they went. */
export type EmailsTo = { emails: number; underWay: number };

export async function countEmailsTo(q: Db, to: Recipients): Promise<EmailsTo> {
  const { sends } = q.t;
  const isEnded = sql`case when ${inArray(sends.state, [...finalSendStates])} then 1 else 0 end`;
  const [row] = await q
    .select({
      all: sql<number>`count(*)`.mapWith(Number),
      ended: sql<number>`coalesce(sum(${isEnded}), 0)`.mapWith(Number),
    })
    .from(sends)
    .where(areTo(q, to));
  const { all, ended } = row!;
  return { emails: ended, underWay: all - ended };
}

/**
 * Erases what anybody of a workspace wrote to a recipient, as it is for a member's own. Nobody looks for an answer any
 * more. What is under way stays whole: it may have to be looked for, and must not go out without its words. `memberIds`
 * are those in whose lists an erased email stands.
 */
export async function eraseEmailsTo(
  q: Db,
  to: Recipients,
  now: number,
): Promise<EmailsTo & { memberIds: string[] }> {
  const { sends, watchedThreads } = q.t;
  // Named once: what ends while this runs would otherwise lose its words, and keep its links, hits and watch for good.
  const ended = await q.forUpdate(
    q
      .select({ id: sends.id, requestorId: sends.requestorId, acceptorId: sends.acceptorId })
      .from(sends)
      .where(and(areTo(q, to), inArray(sends.state, [...finalSendStates])))
      .orderBy(asc(sends.id)),
  );
  for (const some of inChunks(ended.map(({ id }) => id))) {
    await q.update(watchedThreads).set({ nextLookAt: null }).where(inList(watchedThreads.sendId, some));
    await eraseContent(q, inList(sends.id, some), now);
  }
  const left = await countEmailsTo(q, to);
  const memberIds = [...new Set(ended.flatMap(({ requestorId, acceptorId }) => [requestorId, acceptorId]))];
  return { emails: ended.length, underWay: left.emails + left.underWay, memberIds };
}

/** How many emails a member's end would stop: their own, and others' that wait in their mailbox. */
export async function countWaitingAround(q: Db, memberId: string): Promise<number> {
  const { sends } = q.t;
  const theirs = or(eq(sends.requestorId, memberId), eq(sends.acceptorId, memberId));
  const [row] = await q
    .select({ waiting: sql<number>`count(*)`.mapWith(Number) })
    .from(sends)
    .where(and(theirs, inArray(sends.state, [...stoppableSendStates])));
  return row?.waiting ?? 0;
}
