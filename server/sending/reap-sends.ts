import { listOrphans } from '../store/queue.ts';
import type { Store } from '../store/store.ts';
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
