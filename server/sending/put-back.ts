import { releaseMailboxes, releaseSends } from '../store/queue.ts';
import type { SendRow } from '../store/sends.ts';
import type { Store } from '../store/store.ts';
import { recordSends } from './record-send.ts';

/**
 * Puts claimed sends that were not handed over back into the queue, without an attempt used up: this process stops. The
 * mark before the request and this exclude each other, so whoever is about to hand one over finds that it is lost.
 */
export const putBack = (store: Store, claimed: readonly SendRow[], now: number): Promise<SendRow[]> =>
  store.tx(async (q) => {
    const released = await releaseSends(q, claimed);
    await releaseMailboxes(
      q,
      released.map(({ mailboxId }) => mailboxId),
    );
    const note = { action: 'send.release' as const, event: null, actorId: null, now };
    await recordSends(
      q,
      released.map((send) => ({ send, note: { ...note, details: { epoch: send.epoch } } })),
    );
    return released;
  });
