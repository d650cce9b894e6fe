import { approvalLifetimeMs } from '../../shared/domain/send-state.ts';
import { recordBlocked } from '../grants/block-waiting.ts';
import { blockUnanswered, listUnanswered } from '../store/sends.ts';
import type { Store } from '../store/store.ts';

const atOnce = 1000;

/** Ends what nobody approved or rejected in time. Call it now and then. Resolves with how many that were. */
export async function lapseApprovals(store: Store, now: number): Promise<number> {
  const before = now - approvalLifetimeMs;
  const due = await listUnanswered(store.read, before, atOnce);
  if (due.length === 0) return 0;
  const ids = due.map(({ id }) => id);
  return store.tx(async (q) => {
    const end = { failure: 'approval_lapsed' as const, endedAt: now };
    const blocked = await blockUnanswered(q, ids, before, end);
    await recordBlocked(q, blocked, { actorId: null, now });
    return blocked.length;
  });
}
