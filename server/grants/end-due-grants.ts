import { listGrantsToEnd, moveGrant } from '../store/grants.ts';
import type { Store } from '../store/store.ts';
import { blockWaitingOfGrant } from './block-waiting.ts';
import { recordGrant } from './record-grant.ts';

const batchSize = 100;

/**
 * Ends what ends by itself: requests nobody answered lapse, grants expire. Sending never waits for this, since
 * `authoriseSend` reads the end itself; this makes the words in the panel true. Resolves with how many ended.
 */
export async function endDueGrants(store: Store, now: number): Promise<number> {
  const due = await listGrantsToEnd(store.read, now, batchSize);
  for (const { id, state } of due) {
    const lapsing = state === 'requesting';
    await store.tx(async (q) => {
      const moved = await moveGrant(q, id, lapsing ? 'lapse' : 'expire', { endedAt: now, endsAt: null });
      if (!moved) return;
      const stopped = await blockWaitingOfGrant(q, moved, { actorId: null, now });
      await recordGrant(q, moved, {
        action: lapsing ? 'grant.lapse' : 'grant.expire',
        event: lapsing ? 'grant.lapsed' : 'grant.expired',
        actorId: null,
        now,
        details: { stopped },
      });
    });
  }
  return due.length;
}
