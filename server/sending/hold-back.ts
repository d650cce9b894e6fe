import { moveSendsOfBatch, readBatchStates } from '../store/batches.ts';
import { groupBy } from '../store/group-by.ts';
import { listDueWithHours, postponeSends } from '../store/queue.ts';
import type { SendRow } from '../store/sends.ts';
import type { Db } from '../store/store.ts';
import { giveBackDays } from '../store/usage.ts';
import { never } from './never.ts';
import { isWithinHours, nextWithinHours } from './plan-hours.ts';
import { recordTogether } from './record-send.ts';

/**
 * Due sends, of locked mailboxes, that may be handed over as far as their batch and their hours go. The others are
 * moved out of the way: a retry may have brought them back into the queue after their batch was paused or cancelled, or
 * their hours have passed while they waited for something else.
 */
export async function holdBack(q: Db, due: readonly SendRow[], now: number): Promise<SendRow[]> {
  return postponeOutsideHours(q, await stopOfBatches(q, due, now), now);
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

/** With what is due outside of its hours, everything of the same mailbox of which that is true waits for the next. */
async function postponeOutsideHours(q: Db, due: readonly SendRow[], now: number): Promise<SendRow[]> {
  const outside = due.filter((send) => !mayGo(send, now));
  for (const mailboxId of new Set(outside.map((send) => send.mailboxId))) {
    const late = (await listDueWithHours(q, mailboxId, now)).filter((send) => !mayGo(send, now));
    for (const alike of groupBy(late, ({ zone, hours }) => JSON.stringify([zone, hours])).values()) {
      const { zone, hours } = alike[0]!;
      const ids = alike.map(({ id }) => id);
      await postponeSends(q, ids, nextWithinHours(hours!, zone!, now));
    }
  }
  return due.filter((send) => !outside.includes(send));
}

const mayGo = ({ zone, hours }: Pick<SendRow, 'zone' | 'hours'>, now: number): boolean =>
  hours === null || zone === null || isWithinHours(hours, zone, now);
