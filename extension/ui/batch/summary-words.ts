import type { BatchPreview } from '../../../shared/api/batches.ts';
import type { Sender } from '../../../shared/api/senders.ts';
import type { Client } from '../client.ts';
import { momentWords, timingWords } from '../later/timing-words.ts';
import type { Timing } from '../later/timing.ts';
import { firstName } from '../person-name.ts';
import { counted } from '../plural.ts';

type Reader = { text: Client['text']; language: string; now: number };

/** From when on (ms ahead) it is worth saying when the last of a batch goes. */
const soonMs = 15 * 60_000;

/** What will happen once this is confirmed, sentence by sentence. */
export function summaryWords(
  { sendable, overCap, lastAt, approval }: BatchPreview,
  sender: Sender,
  timing: Timing,
  reader: Reader,
): string[] {
  const { text, now } = reader;
  const name = firstName(sender.person.name);
  const isOwn = sender.grantId === null;
  const when = timingWords(timing, reader);
  return [
    isOwn ? counted(text, 'batch_will_send_own', sendable) : counted(text, 'batch_will_send', sendable, name),
    ...(approval ? [text('batch_will_ask', name)] : []),
    ...(when ? [text('batch_will_begin', when)] : []),
    ...(overCap > 0 ? [counted(text, 'batch_over_cap', overCap, name, String(sender.dailyCap ?? ''))] : []),
    ...(lastAt !== null && Date.parse(lastAt) - now > soonMs
      ? [text('batch_last_at', momentWords(lastAt, timing.zone, reader))]
      : []),
  ];
}
