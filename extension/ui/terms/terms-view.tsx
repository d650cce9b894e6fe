import type { Terms } from '../../../shared/domain/terms.ts';
import { useClient } from '../surface.tsx';
import { termsSentences, type TermsReader } from './terms-sentence.ts';
import { useLanguage, useNow } from '../time.tsx';

/** The terms, to be read before consent is given. */
export function TermsView({ terms, reader }: { terms: Terms; reader: TermsReader }) {
  const { text } = useClient();
  const [first, ...rest] = termsSentences(text, terms, reader, useNow(60_000), useLanguage());
  return (
    <div class="terms">
      <p class="terms-first">{first}</p>
      <p class="quiet">{rest.join(' ')}</p>
    </div>
  );
}
