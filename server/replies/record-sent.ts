import { changeSenderDays, senderDayOf, type DayChange } from '../store/sender-days.ts';
import type { SendRow } from '../store/sends.ts';
import type { Db } from '../store/store.ts';
import { readTracked, type TrackedAs } from '../store/tracked-sends.ts';
import { beginWatches } from '../store/watched-threads.ts';
import { firstLookMs } from './next-look.ts';

/** An email that has just become sent: when, and whether its thread is known. */
export type JustSent = Pick<
  SendRow,
  'id' | 'workspaceId' | 'requestorId' | 'acceptorId' | 'mailboxId' | 'inReplyTo'
> & { sentAt: number; threadIsKnown: boolean };

/**
 * What begins when emails become sent, in that unit of work and after their mailboxes are locked: their threads are
 * watched, and they count for their day, as do those of which something is looked at. Where the owner alone knows that
 * one went, there is no thread to look at; nor is one in a mailbox whose owner lets no headers be read.
 */
export async function recordSent(q: Db, sends: readonly JustSent[]): Promise<void> {
  if (sends.length === 0) return;
  const watched = await beginWatches(
    q,
    sends.map((send) => ({ ...send, nextLookAt: send.threadIsKnown ? send.sentAt + firstLookMs : null })),
  );
  const tracked = await readTracked(
    q,
    sends.map(({ id }) => id),
  );
  await changeSenderDays(
    q,
    sends.map((send) => ({
      ...{ ...senderDayOf(send), sent: 1, repliesLookedAt: Number(watched.has(send.id)) },
      ...seenOf(tracked.get(send.id)),
    })),
  );
}

/** What of an email that counts for its day is seen. */
function seenOf(tracked: TrackedAs | undefined): Partial<DayChange> {
  if (!tracked) return {};
  const [opens, clicks] = [Number(tracked.opens), Number(tracked.clicks)];
  return tracked.mode === 'individual'
    ? { opensEach: opens, clicksEach: clicks }
    : { opensInSums: opens, clicksInSums: clicks };
}
