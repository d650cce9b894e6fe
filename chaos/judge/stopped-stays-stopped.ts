import type { Stopped } from '../history/journal.ts';
import type { Check } from './check.ts';
import type { Evidence } from './evidence.ts';

/** From the last check to the provider's ear, when nothing stands still: far more than it takes (milliseconds). */
const onItsWayMs = 5_000;

/**
 * Once it was acknowledged that a grant is revoked, a mailbox paused or disconnected, its owner frozen, a batch paused or
 * cancelled, or an email cancelled or rejected, nothing more is taken for it, and nothing more arrives at the provider than what was on its way. This looks from outside
 * only, at when people were told and when the provider was asked; `audit-story.ts` looks at the very order.
 */
export const stoppedStaysStopped: Check = {
  name: 'what was stopped stays stopped',
  *find(evidence) {
    const { journal, receipts, stored } = evidence;
    const stops = journal.stopped.filter(({ doubtful }) => !doubtful);
    const find = stopFinder(stops);
    for (const entry of journal.submitted) {
      if (entry.sendId === null) continue;
      const stop = find({ ...entry, batchId: null }).find(
        (it) => it.endedAt < entry.beganAt && entry.endedAt < it.until,
      );
      if (stop) yield { what: `It was taken after ${stop.by} had been acknowledged.`, sendId: entry.sendId };
    }
    const sends = new Map(stored.sends.map((send) => [send.id, send]));
    for (const { sendId, at } of receipts) {
      const send = sends.get(sendId);
      if (!send) continue;
      const stop = find({ ...send, sendId }).find((it) => it.endedAt < at && at < it.until);
      if (!stop || at - stop.endedAt <= onItsWayMs + stalledMs(evidence, stop.endedAt, at)) continue;
      yield { what: `It was handed over ${at - stop.endedAt} ms after ${stop.by} was acknowledged.`, sendId };
    }
  },
};

type Subject = { sendId: string | null; grantId: string | null; mailboxId: string; batchId: string | null };

/** Finds the stops that concern an email. */
function stopFinder(stops: readonly Stopped[]): (subject: Subject) => Stopped[] {
  const by = (key: 'grantId' | 'mailboxId' | 'batchId' | 'sendId') => {
    const found = new Map<string, Stopped[]>();
    for (const stop of stops) if (stop[key]) found.set(stop[key], [...(found.get(stop[key]) ?? []), stop]);
    return (id: string | null) => (id === null ? [] : (found.get(id) ?? []));
  };
  const [byGrant, byMailbox, byBatch, bySend] = [by('grantId'), by('mailboxId'), by('batchId'), by('sendId')];
  return ({ sendId, grantId, mailboxId, batchId }) => [
    ...byGrant(grantId),
    // A pause stops others, not the owner.
    ...byMailbox(mailboxId).filter((stop) => stop.by !== 'pause' || grantId !== null),
    ...byBatch(batchId),
    ...bySend(sendId),
  ];
}

const stalledMs = ({ stalls }: Evidence, from: number, until: number): number =>
  stalls.reduce(
    (sum, stall) => sum + Math.max(0, Math.min(until, stall.until) - Math.max(from, stall.from)),
    0,
  );
