import { listOrphans, readNextOrphan } from '../store/queue.ts';
import type { Store } from '../store/store.ts';
import type { SharedClock } from '../shared-clock.ts';
import { leaseMs } from './claim-sends.ts';
import { settleOrphan } from './settle-send.ts';

/**
 * Settles attempts whose worker died or lost its lease. `leaseDeadline` is the instant before which a lease counts as
 * lost: now, or the end of time when every worker there was is known to be gone (a single process that just started).
 */
export async function reapSends(store: Store, now: number, leaseDeadline = now): Promise<number> {
  const orphans = await listOrphans(store.read, leaseDeadline, 200);
  for (const orphan of orphans) await store.tx((q) => settleOrphan(q, orphan, now));
  return orphans.length;
}

/**
 * After a jump of the clock no lease is judged for so long (milliseconds): until every process has noticed it, which
 * takes a minute, and whatever was under way has ended.
 */
const unsteadyMs = 2 * leaseMs;

/** When there is something to reap next (epoch ms), or null. */
export async function readNextReap(store: Store, time: SharedClock): Promise<number | null> {
  const next = await readNextOrphan(store.read);
  const holdMs = unsteadyMs - time.steadyFor();
  return next !== null && holdMs > 0 ? Math.max(next, time.now() + holdMs) : next;
}
