import type { RowProblem } from '../../../shared/api/batches.ts';
import type { Client } from '../client.ts';
import { inSentence } from '../person-name.ts';
import { relativeTime } from '../times.ts';

type Reader = { text: Client['text']; language: string; now: number };

/** Worth knowing, but nothing that keeps an email from going. */
export const isWarning = ({ kind }: RowProblem): boolean => kind === 'recent';

/** What is to be known about a row, as a sentence. */
export function problemWords({ kind, field = '', row, at, by = '' }: RowProblem, reader: Reader): string {
  const { text, language, now } = reader;
  switch (kind) {
    case 'duplicate':
      return text('row_duplicate', String((row ?? 0) + 1));
    case 'recent':
      return text('row_recent', inSentence(by), at ? relativeTime(at, now, language) : '');
    default:
      return text(`row_${kind}`, inSentence(field));
  }
}
