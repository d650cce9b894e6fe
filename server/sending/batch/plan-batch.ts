import type { SendFrom } from '../../../shared/api/sends.ts';
import type { z } from 'zod';
import { utcDay } from '../../clock.ts';
import { authoriseSend } from '../../grants/authorise-send.ts';
import type { GrantActor } from '../../grants/grant-actor.ts';
import { isRefusal, type Refusal } from '../../refusal.ts';
import type { Db } from '../../store/store.ts';
import { readSuppressed } from '../../store/suppressed.ts';
import { readUsedDays } from '../../store/usage.ts';
import { findSenders, type FoundSender } from '../find-senders.ts';
import { needsApproval } from '../needs-approval.ts';
import type { FilledRow } from './fill-rows.ts';
import { placeUnderCap, type Place } from '../plan-days.ts';
import { planSend, type AskedTiming, type Plan } from '../plan-send.ts';
import { refuseSend } from '../refuse-send.ts';

/** How many days a batch may take because of its grant's cap. */
export const maxBatchDays = 30;

/** Who sends a batch, when, and whether it waits for approval. */
export type BatchSender = { sender: FoundSender; plan: Plan; approval: boolean };

/** Finds the sender of a batch and locks it, if they may send now and at the time that is asked for. */
export async function findBatchSender(
  q: Db,
  { actor, from, timing, undoMs }: BatchRequest,
): Promise<BatchSender | Refusal> {
  const [sender] = await findSenders(q, [{ actor, from, toEmail: '' }]);
  if (isRefusal(sender!)) return sender;
  const refused = authoriseSend(sender!.facts);
  // Recipients are judged one by one.
  if (refused && refused !== 'recipient_not_allowed') return refuseSend(refused, sender!.name);
  const plan = planSend(timing, { now: actor.now, undoMs });
  if (isRefusal(plan)) return plan;
  return { sender: sender!, plan, approval: await needsApproval(q, sender!.grant) };
}

export type BatchRequest = {
  actor: GrantActor;
  from: z.output<typeof SendFrom>;
  timing: AskedTiming;
  undoMs: number;
};

/** Adds to each row why nothing may go to its recipient: the sender's terms, or that they are not to be written to. */
export async function judgeRecipients<Row extends FilledRow>(
  q: Db,
  { sender: { facts, mailbox } }: BatchSender,
  rows: readonly Row[],
): Promise<Row[]> {
  const { workspaceId } = mailbox;
  const suppressed = await readSuppressed(
    q,
    rows.map(({ email }) => ({ workspaceId, email })),
  );
  return rows.map((row) => {
    const { email: toEmail, problems } = row;
    const recipientSuppressed = suppressed.has(workspaceId, toEmail);
    const refused = authoriseSend({ ...facts, toEmail, recipientSuppressed });
    const isAboutRow = refused === 'recipient_not_allowed' || refused === 'recipient_suppressed';
    // What is no address belongs to nobody.
    if (!isAboutRow || problems.some(({ kind }) => kind === 'invalid_address')) return row;
    return { ...row, problems: [...problems, { kind: refused }] };
  });
}

/**
 * When so many emails go: at the time asked for and, what the cap of a day does not leave room for, at the same time
 * of the following ones. Null for those that find no day in time or while the permission lasts.
 */
export async function placeBatch(
  q: Db,
  { sender: { grant }, plan }: BatchSender,
  count: number,
): Promise<(Place | null)[]> {
  const wishes = Array.from({ length: count }, () => plan);
  if (grant === null) return wishes.map(({ dueAt }) => ({ dueAt, usageDay: utcDay(dueAt) }));
  const used = await readUsedDays(q, grant.id, utcDay(plan.dueAt));
  const left = (day: string) => grant.terms.dailyCap - (used.get(day) ?? 0);
  const { endsAt } = grant;
  return placeUnderCap(wishes, { left, maxDays: maxBatchDays }).map((place) =>
    place === null || (endsAt !== null && endsAt <= place.dueAt) ? null : place,
  );
}
