import type { EventType } from '../../shared/api/events.ts';
import { recordBlocked } from '../grants/block-waiting.ts';
import { tell } from '../store/events.ts';
import { blockFollowUps } from '../store/follow-ups.ts';
import type { WatchedRow } from '../store/outcomes.ts';
import { countSenderDays } from '../store/sender-days.ts';
import { findSendHead, type SendHead } from '../store/sends.ts';
import type { Db, Store } from '../store/store.ts';
import { noteAnswer } from '../store/watched-threads.ts';
import type { ThreadAnswer } from './classify-reply.ts';

/**
 * Writes down what came of an email, the first of each kind only, tells both people and stops what was to follow in its
 * thread: one unit of work. Resolves with whether there was anything that stops follow-ups.
 */
export function settleAnswer(
  store: Store,
  watch: Pick<WatchedRow, 'sendId' | 'sentAt'>,
  answer: ThreadAnswer,
  now: number,
): Promise<boolean> {
  const { sendId, sentAt } = watch;
  // The provider's clock may differ from ours: not before it was sent, not after now.
  const within = (at: number): number => Math.max(sentAt, Math.min(at, now));
  const { repliedAt, autoRepliedAt, bouncedAt, bounceReason } = answer;
  return store.tx(async (q) => {
    if (autoRepliedAt !== null)
      await noteAnswer(q, sendId, 'autoRepliedAt', { autoRepliedAt: within(autoRepliedAt) });
    const replied =
      repliedAt !== null &&
      (await noteAnswer(q, sendId, 'repliedAt', { repliedAt: within(repliedAt), nextLookAt: null }));
    const bounced =
      bouncedAt !== null &&
      (await noteAnswer(q, sendId, 'bouncedAt', {
        ...{ bouncedAt: within(bouncedAt), bounceReason, nextLookAt: null },
      }));
    if (!replied && !bounced) return false;
    const send = (await findSendHead(q, sendId))!;
    if (replied) await countSenderDays(q, 'replied', [{ ...send, sentAt }]);
    if (bounced) await countSenderDays(q, 'bounced', [{ ...send, sentAt }]);
    const why = replied ? 'recipient_replied' : 'earlier_bounced';
    const stopped = await blockFollowUps(q, send, { failure: why, endedAt: now });
    // First, since it takes more locks than the feeds, of the same two people.
    await recordBlocked(q, stopped, { actorId: null, now });
    if (replied) await tellBoth(q, send, 'send.replied', now);
    if (bounced) await tellBoth(q, send, 'send.bounced', now);
    return true;
  });
}

const tellBoth = (q: Db, { id, requestorId, acceptorId }: SendHead, type: EventType, at: number) =>
  tell(q, [requestorId, acceptorId], { type, subjectId: id, actorId: null, at });
