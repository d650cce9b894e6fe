import type { AccessTokenSource } from '../accounts/access-tokens.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { ThreadMessage } from '../mail/provider.ts';
import type { SealedMail } from '../mail/sealed-mail.ts';
import { findThreadOf } from '../store/dispatch-facts.ts';
import type { MailboxRow } from '../store/mailboxes.ts';
import type { WatchedRow } from '../store/outcomes.ts';
import { findSendHead } from '../store/sends.ts';
import type { Store } from '../store/store.ts';
import {
  claimWatches,
  endWatches,
  findWatchBefore,
  putBackWatches,
  putOff,
  type WatchClaim,
} from '../store/watched-threads.ts';
import { classifyThread } from './classify-reply.ts';
import { closedMs, looksPerMinute, nextLook, restMs, watchMs } from './next-look.ts';
import { settleAnswer } from './settle-answer.ts';

export type LookDeps = { store: Store; clock: Clock; mail: SealedMail; tokens: AccessTokenSource };

/** The mailboxes looked into side by side. */
const concurrency = 4;
const minuteMs = 60_000;
/** A last look that can't be made is tried again for so long (milliseconds). */
const graceMs = 24 * 60 * minuteMs;

/**
 * Looks at the threads whose look is due, and writes down what came. Resolves with how many were taken, once all looks
 * have ended; with `signal` aborted no further one begins. Whatever goes wrong leaves a thread to a later look, and is
 * never taken for an answer. See replies.design.md.
 */
export async function lookAtThreads(
  deps: LookDeps & { log: Pick<Log, 'error'> },
  signal?: AbortSignal,
): Promise<number> {
  const { store, clock, log } = deps;
  const underWay = new Set<Promise<void>>();
  let count = 0;
  while (!signal?.aborted) {
    const claim = await store.tx((q) => claimWatches(q, termsAt(clock())));
    if (!claim) break;
    count += claim.watches.length;
    const mailboxId = claim.mailbox.id;
    const work: Promise<void> = lookInto(deps, claim, signal)
      .catch((fault: unknown) =>
        log.error('The threads of a mailbox could not be looked at; it is tried again.', {
          mailboxId,
          fault,
        }),
      )
      .finally(() => underWay.delete(work));
    underWay.add(work);
    if (underWay.size === concurrency) await Promise.race(underWay);
  }
  await Promise.all(underWay);
  return count;
}

const termsAt = (now: number) => ({
  ...{ now, minuteMs, closedMs, watchMs: watchMs + graceMs },
  nextLook: ({ sentAt }: Pick<WatchedRow, 'sentAt'>) => nextLook(sentAt, now) ?? now + closedMs,
  roomOf: (mailbox: MailboxRow) =>
    isSending(mailbox, now) ? looksPerMinute.sending : looksPerMinute.resting,
});

/** Whether a mailbox needs the minute that begins for its sends. */
const isSending = ({ paceAt, nextDueAt }: MailboxRow, now: number): boolean =>
  paceAt > now || (nextDueAt !== null && nextDueAt <= now + minuteMs);

async function lookInto(deps: LookDeps, claim: WatchClaim, signal?: AbortSignal): Promise<void> {
  const { store, clock, tokens } = deps;
  const { mailbox, watches } = claim;
  if (watches.length === 0) return;
  const rest = async (from: number, ms: number): Promise<void> => {
    const left = watches.slice(from).map(({ sendId }) => sendId);
    await store.tx(async (q) => {
      await putBackWatches(q, left, clock() + ms);
      await putOff(q, mailbox.id, clock() + ms);
    });
  };
  const access = await tokens.accessTokenFor(mailbox);
  if (access.outcome !== 'token') return rest(0, access.outcome === 'unreachable' ? restMs : closedMs);
  for (const [i, watch] of watches.entries()) {
    if (signal?.aborted) return rest(i, 0);
    const { outcome, retryAfterMs } = await lookAt(deps, watch, access.token);
    if (outcome === 'unauthorised') {
      await tokens.forget(mailbox.id, access.token);
      return rest(i, minuteMs);
    }
    if (outcome === 'forbidden') return rest(i, closedMs);
    // This one waits for its next look like one that was made: it may be the only one that can't be looked at, and what
    // comes first each time would keep all others from it.
    if (outcome === 'later') return rest(i + 1, Math.max(restMs, retryAfterMs ?? 0));
    if (nextLook(watch.sentAt, clock()) === null) await store.tx((q) => endWatches(q, [watch.sendId]));
  }
}

type Looked = {
  outcome: 'done' | 'unauthorised' | 'forbidden' | 'later';
  retryAfterMs?: number | null;
  /** What came just now stops what was to follow. */
  stops?: boolean;
};

/** Looks at one thread and writes down what came. */
export async function lookAt(
  { store, clock, mail }: Pick<LookDeps, 'store' | 'clock' | 'mail'>,
  watch: Pick<WatchedRow, 'sendId' | 'sentAt'>,
  accessToken: string,
): Promise<Looked> {
  const thread = await findThreadOf(store.read, watch.sendId);
  const look = thread === null ? { outcome: 'gone' as const } : await mail.readThread(accessToken, thread);
  switch (look.outcome) {
    case 'gone':
      await store.tx((q) => endWatches(q, [watch.sendId]));
      return { outcome: 'done' };
    case 'read': {
      const since = look.sentAt ?? watch.sentAt;
      const after = look.messages.filter(({ at }) => at >= since);
      const before = look.messages.filter(({ at }) => at < since);
      const missed = await settleMissed({ store, clock }, watch, before);
      const stops = await settle({ store, clock }, watch, { messages: after, since });
      return { outcome: 'done', stops: stops || missed };
    }
    default:
      return look;
  }
}

type Written = { messages: readonly ThreadMessage[]; since: number };

async function settle(
  { store, clock }: Pick<LookDeps, 'store' | 'clock'>,
  watch: Pick<WatchedRow, 'sendId' | 'sentAt'>,
  { messages, since }: Written,
): Promise<boolean> {
  const answer = classifyThread(messages, since);
  const isSilent = [answer.repliedAt, answer.autoRepliedAt, answer.bouncedAt].every((at) => at === null);
  return !isSilent && (await settleAnswer(store, watch, answer, clock()));
}

/**
 * What came in just before a follow-up went out, or when the look before it could not be made: the answer to the email
 * it follows, of which nobody has heard yet and whose own watch has ended.
 */
async function settleMissed(
  deps: Pick<LookDeps, 'store' | 'clock'>,
  { sendId, sentAt }: Pick<WatchedRow, 'sendId' | 'sentAt'>,
  before: readonly ThreadMessage[],
): Promise<boolean> {
  if (before.length === 0) return false;
  const { read } = deps.store;
  const send = (await findSendHead(read, sendId))!;
  if (send.inReplyTo === null) return false;
  const earlier = await findWatchBefore(read, send, sentAt);
  if (!earlier || earlier.repliedAt !== null || earlier.bouncedAt !== null) return false;
  const messages = before.filter(({ at }) => at >= earlier.sentAt);
  return settle(deps, earlier, { messages, since: earlier.sentAt });
}
