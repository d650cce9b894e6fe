import { authoriseSend, type SendRefusal } from '../grants/authorise-send.ts';
import { recordBlocked } from '../grants/block-waiting.ts';
import {
  leaseSends,
  lockDueMailboxes,
  occupyMailboxes,
  readOldestDue,
  releaseMailboxes,
  restDelegated,
  type Rest,
} from '../store/queue.ts';
import { factsOf, lockGrants, type Sender } from '../store/send-facts.ts';
import { moveSend, type SendRow } from '../store/sends.ts';
import type { Db, Store } from '../store/store.ts';
import { createPace, gmailLimits, nextPaceAt, type Pace } from './pace.ts';
import { judgeDay, noDay, oldestHourCounted } from './pace-day.ts';
import { holdBack } from './hold-back.ts';

/** A worker that says nothing for this long has lost its send (milliseconds); longer than any provider call may take. */
export const leaseMs = 90_000;

/**
 * How long a mailbox is taken for at most (milliseconds): the lease, renewed once when the email is handed over. A send
 * that ends, or whose lease is found to have run out, frees it sooner.
 */
const occupiedMs = 2 * leaseMs;

/** A send under this worker's lease, and the mailbox it goes out from as it was at that moment. */
export type ClaimedSend = SendRow & { sender: Sender };

/** What is to become of a mailbox's oldest due send. */
type Verdict =
  | { go: true }
  | { blocked: SendRefusal }
  /** It waits, and so does its whole mailbox. */
  | { rest: Rest }
  /** It waits with all that others send from there. */
  | { delegatedRestUntil: number };

/**
 * Takes up to `limit` due sends, the oldest of each mailbox, for handing over. One per mailbox is under way at a time,
 * so that its pace and the provider's limits are kept by all processes together. Permission is checked again here, with
 * the grants locked: what is no longer allowed ends as `blocked` in the same unit of work. See queue.design.md.
 */
export function claimSends(
  store: Store,
  now: number,
  limit: number,
  pace: Pace = gmailPace,
): Promise<ClaimedSend[]> {
  return store.tx(async (q) => {
    const senders = new Map((await lockDueMailboxes(q, now, limit)).map((it) => [it.mailbox.id, it]));
    if (senders.size === 0) return [];
    const judged = await judgeDue(q, senders, { now, pace });
    const going = judged.filter(({ verdict }) => 'go' in verdict);
    const leased = await leaseSends(
      q,
      going.map(({ send }) => send.id),
      now + leaseMs,
    );
    const busy = new Set(leased.map((send) => send.mailboxId));
    const paceAt = new Map(
      [...busy].map((id) => [id, nextPaceAt(pace, senders.get(id)!.mailbox.paceAt, now)]),
    );
    await occupyMailboxes(q, paceAt, { now, until: now + occupiedMs });
    await settleOthers(q, { judged, idle: [...senders.keys()].filter((id) => !busy.has(id)), now });
    return leased.map((send) => ({ ...send, sender: senders.get(send.mailboxId)! }));
  });
}

const gmailPace = createPace(gmailLimits);

type Judged = { send: SendRow; verdict: Verdict };

/** Judges the oldest due send of each locked mailbox: by its batch and hours, its pace, its permission and its day. */
async function judgeDue(
  q: Db,
  senders: ReadonlyMap<string, Sender>,
  { now, pace }: { now: number; pace: Pace },
): Promise<Judged[]> {
  const oldestHour = oldestHourCounted(now);
  const oldest = await readOldestDue(q, [...senders.keys()], { now, oldestHour });
  const sends = await holdBack(
    q,
    oldest.map(({ send }) => send),
    now,
  );
  const due = oldest.filter(({ send }) => sends.includes(send));
  const grants = await lockGrants(
    q,
    sends.flatMap((send) => send.grantId ?? []),
  );
  const facts = await factsOf(q, sends, { grants, senders: [...senders.values()], now });
  return due.map(({ send, day }, i): Judged => {
    const { mailbox } = senders.get(send.mailboxId)!;
    const refused = authoriseSend(facts[i]!);
    if (refused) return { send, verdict: { blocked: refused } };
    if (mailbox.paceAt > now) return { send, verdict: { rest: { until: mailbox.paceAt, reason: 'pace' } } };
    const delegated = send.grantId !== null;
    const verdict = judgeDay(day ?? noDay, pace.dayOf(mailbox.email), { delegated });
    if (verdict === 'go') return { send, verdict: { go: true } };
    const { until } = verdict;
    return {
      send,
      verdict:
        verdict.rests === 'mailbox' ? { rest: { until, reason: 'pace' } } : { delegatedRestUntil: until },
    };
  });
}

/** Writes down what was decided about the mailboxes nothing goes out from: their sends are blocked, or they rest. */
async function settleOthers(
  q: Db,
  { judged, idle, now }: { judged: readonly Judged[]; idle: readonly string[]; now: number },
): Promise<void> {
  const blocked: SendRow[] = [];
  for (const { send, verdict } of judged) {
    if ('delegatedRestUntil' in verdict) await restDelegated(q, send.mailboxId, verdict.delegatedRestUntil);
    if (!('blocked' in verdict)) continue;
    const end = { state: 'blocked' as const, failure: verdict.blocked, endedAt: now };
    const moved = await moveSend(q, send.id, ['queued'], end);
    if (moved) blocked.push(moved);
  }
  const resting = judged.flatMap(({ send, verdict }) =>
    'rest' in verdict ? [{ id: send.mailboxId, rest: verdict.rest }] : [],
  );
  await releaseMailboxes(
    q,
    idle.filter((id) => !resting.some((one) => one.id === id)),
  );
  for (const { id, rest } of resting) await releaseMailboxes(q, [id], rest);
  await recordBlocked(q, blocked, { actorId: null, now });
}
