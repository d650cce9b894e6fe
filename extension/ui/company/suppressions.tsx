import { useState } from 'preact/hooks';
import type { Me } from '../../../shared/api/me.ts';
import { maxSuppressionsShown } from '../../../shared/domain/suppression.ts';
import { ActNotice, Notice, ReadNotice } from '../notice.tsx';
import { useClient } from '../surface.tsx';
import { useAct } from '../use-act.ts';
import { useRead } from '../use-read.ts';
import { useRested } from '../use-rested.ts';
import { ErasedNotice, type Erased } from './erased-notice.tsx';
import { AddSuppression } from './add-suppression.tsx';
import { ImportSuppressions } from './import-suppressions.tsx';
import { saveFile } from '../save-file.ts';
import { SuppressionRow } from './suppression-row.tsx';
import { useAgainWhileSeen } from '../use-again-while-seen.ts';

const step = 50;

/** Everybody who is not to be written to: looked through, added to, taken back. */
export function Suppressions({ me }: { me: Me }) {
  const { text } = useClient();
  const [typed, setTyped] = useState('');
  const [limit, setLimit] = useState(step);
  // What was found for another word is nobody's answer to this one.
  const search = useRested(typed.trim());
  const list = useRead('suppressions:list', { search, limit }, ['suppressions', 'sends']);
  useAgainWhileSeen(list);
  const exporting = useAct();
  const [removed, setRemoved] = useState('');
  const [erased, setErased] = useState<Erased | null>(null);
  const { items = [], hasMore = false } = list.value ?? {};
  const isEmpty = list.value && !items.length;
  return (
    <section>
      <h2>{text('suppress_title')}</h2>
      <p class="quiet">{text('suppress_detail')}</p>
      <div class="card">
        <AddSuppression />
        <ImportSuppressions />
      </div>
      <div class="card">
        <div class="bar-row">
          <input
            type="search"
            class="grows"
            aria-label={text('suppress_search')}
            placeholder={text('suppress_search')}
            value={typed}
            onInput={({ currentTarget: { value } }) => {
              setTyped(value);
              setLimit(step);
            }}
          />
          <button
            type="button"
            disabled={exporting.busy || (isEmpty && !search)}
            onClick={() => exporting.run('suppressions:file', undefined, (csv) => save(csv))}
          >
            {text('suppress_export')}
          </button>
        </div>
        <ActNotice act={exporting} />
        {removed && <Notice tone="good">{text('suppress_removed', removed)}</Notice>}
        <ErasedNotice erased={erased} />
        <ReadNotice read={list} what={text('suppress_what')} />
        {isEmpty && (
          <p class="quiet">{search ? text('suppress_none_found', search) : text('suppress_empty')}</p>
        )}
        {items.length > 0 && (
          <ul class="rows">
            {items.map((each) => (
              <SuppressionRow
                key={each.id}
                suppression={each}
                me={me}
                onErased={setErased}
                onRemoved={() => {
                  setRemoved(each.email);
                  list.amend((value) => ({
                    ...value,
                    items: value.items.filter(({ id }) => id !== each.id),
                  }));
                }}
              />
            ))}
          </ul>
        )}
        {hasMore &&
          (limit < maxSuppressionsShown ? (
            <button type="button" onClick={() => setLimit(Math.min(limit + step * 4, maxSuppressionsShown))}>
              {text('suppress_more')}
            </button>
          ) : (
            <p class="quiet">{text('suppress_too_many', String(maxSuppressionsShown))}</p>
          ))}
      </div>
    </section>
  );
}

const save = (csv: string): void => saveFile('not-to-be-written-to.csv', csv);
