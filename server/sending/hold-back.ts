import { utcDay } from '../clock.ts';
import { moveSendsOfBatch, readBatchStates } from '../store/batches.ts';
import { groupBy } from '../store/group-by.ts';
import { lockGrants } from '../store/send-facts.ts';
import { listDue, type SendHead, type SendRow } from '../store/sends.ts';
import type { Db } from '../store/store.ts';
import { giveBackDays } from '../store/usage.ts';
import { never } from './never.ts';
import { isWithinHours } from './plan-hours.ts';
import { recordTogether } from './record-send.ts';
import { releaseSends } from './release-sends.ts';

/**
 * Due sends, of locked mailboxes, that may be handed over as far as their batch, their hours and the day's cap go. The
 * others are moved out of the way: a retry may have brought them back into the queue after their batch was paused or
 * cancelled, or their hours or their day have passed while they waited for something else.
 */
export async function holdBack(q: Db, due: readonly SendRow[], now: number): Promise<SendRow[]> {
  return planAnew(q, await stopOfBatches(q, due, now), now);
}

async function stopOfBatches(q: Db, due: readonly SendRow[], now: number): Promise<SendRow[]> {
  const states = await readBatchStates(q, new Set(due.map(({ batchId }) => batchId)));
  for (const [batchId, state] of states) {
    if (state === 'paused') await moveSendsOfBatch(q, batchId, ['queued'], { dueAt: never });
    if (state !== 'cancelled') continue;
    const end = { state: 'cancelled' as const, endedAt: now };
    const cancelled = await moveSendsOfBatch(q, batchId, ['queued'], end);
    await giveBackDays(q, cancelled);
    const events = { event: 'send.cancelled', batchEvent: 'batch.cancelled' } as const;
    await recordTogether(q, cancelled, { action: 'send.cancel', ...events, actorId: null, now });
  }
  return due.filter(({ batchId }) => batchId === null || states.get(batchId) === 'running');
}

/**
 * What is due outside of its hours, or was planned for an earlier day than it goes on, is planned anew, and with it
 * everything of the same mailbox of which that is true: each day's cap is kept by what goes on that day.
 */
async function planAnew(q: Db, due: readonly SendRow[], now: number): Promise<SendRow[]> {
  const mailboxIds = due.filter((send) => !isOnPlan(send, now)).map(({ mailboxId }) => mailboxId);
  if (mailboxIds.length === 0) return [...due];
  const late = (await listDue(q, mailboxIds, now)).filter((send) => !isOnPlan(send, now));
  const grants = await lockGrants(
    q,
    late.flatMap(({ grantId }) => grantId ?? []),
  );
  const goNow = new Set<string>();
  for (const [grantId, sends] of groupBy(late, (send) => send.grantId)) {
    const grant = grantId === null ? null : (grants.get(grantId) ?? null);
    for (const { id, dueAt } of await releaseSends(q, sends, { grant, now, capped: true }))
      if (dueAt <= now) goNow.add(id);
  }
  return due.filter((send) => isOnPlan(send, now) || goNow.has(send.id));
}

const isOnPlan = ({ zone, hours, grantId, usageDay }: SendHead, now: number): boolean =>
  (hours === null || zone === null || isWithinHours(hours, zone, now)) &&
  (grantId === null || usageDay === utcDay(now));
