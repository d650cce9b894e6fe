import { useState } from 'preact/hooks';
import type { Me } from '../../../shared/api/me.ts';
import type { Suppression } from '../../../shared/api/suppressions.ts';
import { ReadNotice } from '../notice.tsx';
import { useClient } from '../surface.tsx';
import { useRead } from '../use-read.ts';
import { ErasedNotice, type Erased } from './erased-notice.tsx';
import { SuppressionRow } from './suppression-row.tsx';

/** Recipients who asked to be deleted and wait for it, above all others: the law gives a month. */
export function ErasuresAsked({ me }: { me: Me }) {
  const { text } = useClient();
  const asked = useRead('erasure:asked', undefined, ['suppressions', 'session']);
  const [erased, setErased] = useState<Erased | null>(null);
  const wishes: Suppression[] = asked.value ?? [];
  if (!asked.failure && !erased && wishes.length === 0) return null;
  return (
    <section>
      <h2>{text('erasure_title')}</h2>
      <p class="quiet">{text('erasure_detail')}</p>
      <div class="card">
        <ErasedNotice erased={erased} />
        <ReadNotice read={asked} what={text('erasure_what_asked')} />
        {wishes.length > 0 && (
          <ul class="rows">
            {wishes.map((each) => (
              <SuppressionRow key={each.id} suppression={each} me={me} onErased={setErased} />
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
