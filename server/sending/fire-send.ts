import { authoriseSend, type SendRefusal } from '../grants/authorise-send.ts';
import { markFired, readSendFacts, type Fence } from '../store/queue.ts';
import type { SendRow } from '../store/sends.ts';
import type { Store } from '../store/store.ts';
import { recordSend } from './record-send.ts';

/** Whether the request may be made now: yes, no longer ours, or no longer allowed. */
export type FireAnswer = 'go' | 'lost' | { refused: SendRefusal };

/**
 * The last check before the request, and the durable mark that it is about to be made. Permission is read with the
 * grant locked in the same unit of work: a revocation that committed before this one wins, one that commits later
 * finds the email handed over.
 */
export function fireSend(
  store: Store,
  send: SendRow & Fence,
  tokenVersion: number,
  now: number,
): Promise<FireAnswer> {
  return store.tx(async (q) => {
    const facts = (await readSendFacts(q, [send], now)).get(send.id)!;
    const refused = authoriseSend(facts);
    if (refused) return { refused };
    // The token was read before this; a disconnect in between made it another permission.
    if (facts.mailboxRow.tokenVersion !== tokenVersion) return { refused: 'mailbox_disconnected' as const };
    if (!(await markFired(q, send, now, facts.mailboxRow.historyId))) return 'lost';
    await recordSend(q, send, {
      action: 'send.handOver',
      event: null,
      actorId: null,
      now,
      details: { attempt: send.attempts, epoch: send.epoch },
    });
    return 'go';
  });
}
