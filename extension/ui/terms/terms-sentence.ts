import type { Terms } from '../../../shared/domain/terms.ts';
import type { Client } from '../client.ts';
import { firstName } from '../person-name.ts';
import { counted, languageOf } from '../plural.ts';
import { dayOf } from '../times.ts';

/** Who reads the terms, and the name of the other one. */
export type TermsReader = { side: 'acceptor' | 'requestor'; otherName: string };

/** The terms as sentences a busy person understands; each is a whole sentence of the catalogue. */
export function termsSentences(
  text: Client['text'],
  terms: Terms,
  { side, otherName }: TermsReader,
  now: number,
  language: string,
): string[] {
  const name = firstName(otherName);
  const until = terms.expiresAt === null ? 'open' : 'until';
  const list = new Intl.ListFormat(languageOf(text), { type: 'conjunction' });
  return [
    text(
      `terms_${side}_${until}`,
      name,
      counted(text, 'terms_emails', terms.dailyCap),
      terms.expiresAt === null ? '' : dayOf(terms.expiresAt, now, language),
    ),
    ...(terms.allowedDomains.length ? [text('terms_only_to', list.format(terms.allowedDomains))] : []),
    ...(terms.blockedDomains.length ? [text('terms_never_to', list.format(terms.blockedDomains))] : []),
    text(`terms_${side}_${terms.approval}`, name),
    text(`terms_${side}_control`, name),
  ];
}
