import { lifetimes } from './accounts/lifetimes.ts';
import { dayMs, hourMs } from './clock.ts';
import type { SharedClock } from './shared-clock.ts';
import { deleteOldEvents, fromTheStart } from './store/old-events.ts';
import type { Store } from './store/store.ts';

/**
 * How long an event stays in a feed: 90 days. It tells that something changed, and what came of it stands elsewhere for
 * good: who was away so long reads that. Longer than a session outlives its last use, so that no session has an older
 * cursor.
 */
export const eventsKeptMs = lifetimes.refreshToken + 30 * dayMs;

/** Steps of one turn: other chores wait for it. */
const mostAtOnce = 10;
/** After a jump of the clock nothing is deleted for so long: a wrong one is put right by then. */
const steadyMs = 12 * hourMs;

/** What deletes old events of all feeds, a bounded part at each call. Any number of processes may do so. */
export function forgetEvents(store: Store, time: Pick<SharedClock, 'now' | 'steadyFor'>) {
  let walk = fromTheStart;
  return async (): Promise<'more' | 'done'> => {
    // In this order: reading the clock is what notices that it jumped.
    const before = time.now() - eventsKeptMs;
    if (time.steadyFor() < steadyMs) return 'done';
    const on = await deleteOldEvents(store, before, walk, mostAtOnce);
    walk = on ?? fromTheStart;
    return on ? 'more' : 'done';
  };
}
