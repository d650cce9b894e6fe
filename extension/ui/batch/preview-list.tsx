import { useState } from 'preact/hooks';
import type { BatchPreview, PreviewRow } from '../../../shared/api/batches.ts';
import { plain } from '../person-name.ts';
import { counted } from '../plural.ts';
import { useClient } from '../surface.tsx';
import { useLanguage, useNow } from '../time.tsx';
import { isWarning, problemWords } from './problem-words.ts';

type PreviewListProps = {
  preview: BatchPreview;
  /** The list has changed since: what stands here is not about its lines any more. */
  isStale: boolean;
  onRemove: (lines: ReadonlySet<number>) => void;
};

const step = 20;

/** Which lines of the list can't go or need a look, and why; each can be taken out. */
export function PreviewList({ preview, isStale, onRemove }: PreviewListProps) {
  const { text } = useClient();
  const language = useLanguage();
  const now = useNow(60_000);
  const [limit, setLimit] = useState(step);
  const withProblem = preview.rows.filter(({ problems }) => problems.length > 0);
  const stopped = withProblem.filter(({ problems }) => problems.some((problem) => !isWarning(problem)));
  const remove = (rows: readonly PreviewRow[]) => onRemove(new Set(rows.map(({ row }) => row)));
  // What keeps an email from going stands before what is only worth knowing.
  const sorted = [...stopped, ...withProblem.filter((row) => !stopped.includes(row))];
  const shown = sorted.slice(0, limit);
  if (withProblem.length === 0) return <p class="quiet">{counted(text, 'batch_all_fine', preview.total)}</p>;
  return (
    <div class="grants">
      <div class="bar-row">
        <span class="who">{text('batch_can_go', String(preview.sendable), String(preview.total))}</span>
        {stopped.length > 0 && (
          <button type="button" disabled={isStale} onClick={() => remove(stopped)}>
            {counted(text, 'batch_remove_stopped', stopped.length)}
          </button>
        )}
      </div>
      <ul class="rows" aria-label={text('batch_problems')}>
        {shown.map(({ row, email, name, problems }) => (
          <li class="send" key={row}>
            <span class="who">
              <bdi>{plain(email) || text('batch_no_address')}</bdi>
              <small>
                {text('batch_line', String(row + 1))}
                {name && (
                  <>
                    {' · '}
                    <bdi>{plain(name)}</bdi>
                  </>
                )}
              </small>
              {problems.map((problem, index) => (
                <small key={index} class={isWarning(problem) ? 'warned' : 'wrong'}>
                  {problemWords(problem, { text, language, now })}
                </small>
              ))}
            </span>
            <button
              type="button"
              disabled={isStale}
              aria-label={text('batch_remove_named', plain(email), String(row + 1))}
              onClick={() => onRemove(new Set([row]))}
            >
              {text('batch_remove')}
            </button>
          </li>
        ))}
      </ul>
      {withProblem.length > shown.length && (
        <button type="button" onClick={() => setLimit(limit + step * 5)}>
          {counted(text, 'panel_show_more', withProblem.length - shown.length)}
        </button>
      )}
    </div>
  );
}
