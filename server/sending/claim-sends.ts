import { authoriseSend } from '../grants/authorise-send.ts';
import { recordBlocked } from '../grants/block-waiting.ts';
import {
  leaseSends,
  lockDueMailboxes,
  readOldestDue,
  releaseMailboxes,
  restMailboxes,
} from '../store/queue.ts';
import { readSendFacts, type Sender } from '../store/send-facts.ts';
import { moveSend, type SendRow } from '../store/sends.ts';
import type { Db, Store } from '../store/store.ts';

/** A worker that says nothing for this long has lost its send (milliseconds); longer than any provider call may take. */
export const leaseMs = 90_000;

/** A send under this worker's lease, and the mailbox it goes out from as it was at that moment. */
export type ClaimedSend = SendRow & { sender: Sender };

/**
 * Takes up to `limit` due sends, the oldest of each mailbox, for handing over. One per mailbox is under way at a time,
 * so the provider's per-user limits are easy to keep. Permission is checked again here, with the grants locked: what
 * is no longer allowed ends as `blocked` in the same unit of work.
 */
export function claimSends(store: Store, now: number, limit: number): Promise<ClaimedSend[]> {
  return store.tx(async (q) => {
    const mailboxIds = (await lockDueMailboxes(q, now, limit)).map(({ id }) => id);
    if (mailboxIds.length === 0) return [];
    const { allowed, refused, senders } = await judgeDue(q, mailboxIds, now);
    const blocked: SendRow[] = [];
    for (const { send, why } of refused) {
      const moved = await moveSend(q, send.id, ['queued'], { state: 'blocked', failure: why, endedAt: now });
      if (moved) blocked.push(moved);
    }
    const leased = await leaseSends(
      q,
      allowed.map(({ id }) => id),
      now + leaseMs,
    );
    const busy = new Set(leased.map((send) => send.mailboxId));
    await restMailboxes(q, [...busy], now + leaseMs);
    await releaseMailboxes(
      q,
      mailboxIds.filter((id) => !busy.has(id)),
      0,
    );
    await recordBlocked(q, blocked, { actorId: null, now });
    return leased.map((send) => ({ ...send, sender: senders.get(send.mailboxId)! }));
  });
}

/** Judges the oldest due send of each mailbox. One whose mailbox is disconnected is neither: it waits. */
async function judgeDue(q: Db, mailboxIds: readonly string[], now: number) {
  const due = await readOldestDue(q, mailboxIds, now);
  const facts = await readSendFacts(q, due, now);
  const judged = due.map((send, i) => ({ send, why: authoriseSend(facts[i]!) }));
  return {
    allowed: judged.flatMap(({ send, why }) => (why === null ? [send] : [])),
    refused: judged.flatMap(({ send, why }) =>
      why === null || why === 'mailbox_disconnected' ? [] : [{ send, why }],
    ),
    senders: new Map(facts.map(({ sender }) => [sender.mailbox.id, sender])),
  };
}
