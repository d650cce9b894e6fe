import type { SendRow } from '../store/sends.ts';
import { findThreadRoots, listWatchedSends } from '../store/thread-roots.ts';
import { findWatch } from '../store/watched-threads.ts';
import { lookAt, type LookDeps } from './look-at-threads.ts';

/**
 * Looks at the thread of a follow-up that was taken for handing over, since the last look may have been a day ago. True:
 * something came that ended the follow-up with it. A look that can't be made stops nothing.
 */
export async function lookBeforeFollowUp(
  deps: Pick<LookDeps, 'store' | 'clock' | 'mail'>,
  send: Pick<SendRow, 'id' | 'inReplyTo' | 'mailboxId'>,
  accessToken: string,
): Promise<boolean> {
  if (send.inReplyTo === null) return false;
  const { read } = deps.store;
  const watched = await listWatchedSends(read, [send.mailboxId]);
  const roots = await findThreadRoots(read, [...watched, send]);
  for (const { id } of watched.filter((one) => roots.get(one.id) === roots.get(send.id))) {
    const watch = await findWatch(read, id);
    if (watch && (await lookAt(deps, watch, accessToken)).stops) return true;
  }
  return false;
}
