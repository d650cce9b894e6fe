import type { SendRow } from '../store/sends.ts';
import { findThreadRoots, listEndedThreads, listWatchedSends, type Linked } from '../store/thread-roots.ts';
import { findWatch } from '../store/watched-threads.ts';
import { lookAt, type LookDeps } from './look-at-threads.ts';
import type { FollowUpStop } from './settle-answer.ts';

/**
 * Looks at the thread of a follow-up just before it is handed over, since the last look may have been a day ago. Resolves
 * with why it must not go out, or null: nothing came of the thread since it was written. A look that can't be made
 * stops nothing.
 */
export async function lookBeforeFollowUp(
  deps: Pick<LookDeps, 'store' | 'clock' | 'mail'>,
  send: Pick<SendRow, 'id' | 'inReplyTo' | 'mailboxId' | 'createdAt'>,
  accessToken: string,
): Promise<FollowUpStop | null> {
  if (send.inReplyTo === null) return null;
  const { read } = deps.store;
  const watched = await ofThread(send, await listWatchedSends(read, [send.mailboxId]));
  for (const { id } of watched) {
    const watch = await findWatch(read, id);
    const { stopped = null } = watch ? await lookAt(deps, watch, accessToken) : {};
    if (stopped !== null) return stopped;
  }
  // Somebody else may have found out after it was claimed, when it waited no more.
  const [ended] = await ofThread(send, await listEndedThreads(read, [send.mailboxId], send.createdAt));
  if (!ended) return null;
  return ended.repliedAt !== null ? 'recipient_replied' : 'earlier_bounced';

  async function ofThread<Of extends Linked>(follows: Linked, all: readonly Of[]): Promise<Of[]> {
    if (all.length === 0) return [];
    const roots = await findThreadRoots(read, [...all, follows]);
    return all.filter(({ id }) => roots.get(id) === roots.get(follows.id));
  }
}
