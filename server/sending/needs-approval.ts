import type { ReadFacts } from '../store/send-facts.ts';
import { hasPassedApproval } from '../store/sends.ts';
import type { Db } from '../store/store.ts';

/**
 * Whether an email under a locked grant waits for the acceptor: always, or until a first one got past them. One that
 * is edited (`exceptId`) does not count for itself, since what got past them was something else.
 */
export async function needsApproval(q: Db, grant: ReadFacts['grant'], exceptId?: string): Promise<boolean> {
  const mode = grant?.terms.approval ?? 'none';
  return mode === 'every' || (mode === 'first' && !(await hasPassedApproval(q, grant!.id, exceptId)));
}
