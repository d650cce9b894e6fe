import type { Waiting } from '../../../shared/api/sends.ts';
import type { WaitReason } from '../../../shared/domain/send-wait.ts';
import type { Client } from '../client.ts';
import { momentWords } from '../later/timing-words.ts';
import { ownZone } from '../later/zoned-time.ts';

/** The reasons of which the server says until when. Each has two texts: `wait_<reason>` and `wait_<reason>_until`. */
export const timedReasons = [
  'scheduled',
  'working_hours',
  'provider_rest',
  'retry',
  'pace',
  'daily_limit',
] as const satisfies WaitReason[];

type Reader = { text: Client['text']; language: string; now: number };

/**
 * Why an email has not gone out yet, as a sentence. `owner` is what its reader calls the one whose mailbox it goes out
 * from: a first name, or “you”.
 */
export function waitWords(
  { reason, until }: Waiting,
  owner: string,
  reader: Reader,
  zone = ownZone(),
): string {
  const isTimed = until !== null && (timedReasons as readonly WaitReason[]).includes(reason);
  return isTimed
    ? reader.text(`wait_${reason}_until`, owner, momentWords(until, zone, reader))
    : reader.text(`wait_${reason}`, owner);
}
