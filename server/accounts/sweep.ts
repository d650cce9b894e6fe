import { deleteExpiredFlows } from '../store/auth-flows.ts';
import { deleteExpiredTokens } from '../store/sessions.ts';
import type { Store } from '../store/store.ts';

/** A day after its end nothing is learnt any more from a token, a code or a state that comes again. */
const keptForMs = 24 * 60 * 60 * 1000;

/** Forgets expired flows, codes and tokens. Call it now and then; it may run in several processes. */
export const sweepAccounts = (store: Store, now: number): Promise<void> =>
  store.tx(async (q) => {
    await deleteExpiredFlows(q, now - keptForMs);
    await deleteExpiredTokens(q, now - keptForMs);
  });
