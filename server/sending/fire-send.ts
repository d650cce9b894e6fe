import { authoriseSend, type SendRefusal } from '../grants/authorise-send.ts';
import { fenceKey, markFired } from '../store/queue.ts';
import { readSendFacts } from '../store/send-facts.ts';
import type { SendRow } from '../store/sends.ts';
import type { Store } from '../store/store.ts';
import { batched } from './batched.ts';
import { leaseMs } from './claim-sends.ts';
import { recordSends } from './record-send.ts';

/** Whether the request may be made now: yes, no longer ours, or no longer allowed. */
export type FireAnswer = 'go' | 'lost' | { refused: SendRefusal };

type Firing = { send: SendRow; tokenVersion: number; now: number };

/**
 * The last check before the request, and the durable mark that it is about to be made. Permission is read with the
 * grant locked in the same unit of work: a revocation that committed before this one wins, one that commits later
 * finds the email handed over. Sends that are ready together share one unit of work; each answer is its own.
 */
export const fireSend = (
  store: Store,
  send: SendRow,
  tokenVersion: number,
  now: number,
): Promise<FireAnswer> => fireBatch(store, { send, tokenVersion, now });

const fireBatch = batched(fireAll);

function fireAll(store: Store, firings: readonly Firing[]): Promise<FireAnswer[]> {
  // The latest of their instants: no lease and no grant is taken to last longer than it does.
  const now = Math.max(...firings.map((firing) => firing.now));
  return store.tx(async (q) => {
    const facts = await readSendFacts(
      q,
      firings.map(({ send }) => send),
      now,
    );
    const refusals = firings.map(({ tokenVersion }, i) => {
      const refused = authoriseSend(facts[i]!);
      // The token was read before this; a disconnect in between made it another permission.
      return facts[i]!.sender.mailbox.tokenVersion === tokenVersion
        ? refused
        : (refused ?? ('mailbox_disconnected' as const));
    });
    const allowed = firings.flatMap(({ send }, i) => (refusals[i] ? [] : [send]));
    const fired = await markFired(q, allowed, { now, leaseUntil: now + leaseMs });
    await recordSends(
      q,
      allowed
        .filter((send) => fired.has(fenceKey(send)))
        .map((send) => ({
          send,
          note: {
            action: 'send.handOver' as const,
            event: null,
            actorId: null,
            now,
            details: { attempt: send.attempts, epoch: send.epoch },
          },
        })),
    );
    return firings.map(({ send }, i) => {
      const refused = refusals[i];
      return refused ? { refused } : fired.has(fenceKey(send)) ? 'go' : 'lost';
    });
  });
}
