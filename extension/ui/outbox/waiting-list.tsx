import { useState } from 'preact/hooks';
import type { Send } from '../../../shared/api/sends.ts';
import { matches } from '../filter.ts';
import { counted } from '../plural.ts';
import { useClient } from '../surface.tsx';
import { WaitingRow } from './waiting-row.tsx';

const step = 20;

type WaitingListProps = { sends: readonly Send[]; meId: string };

/** Emails that wait, what goes first on top. */
export function WaitingList({ sends, meId }: WaitingListProps) {
  const { text } = useClient();
  const [query, setQuery] = useState('');
  const [limit, setLimit] = useState(step);
  const found = sends
    .filter(({ subject, to, acceptor }) => matches(query, subject, to.email, to.name ?? '', acceptor.name))
    .sort((a, b) => a.dueAt.localeCompare(b.dueAt));
  const shown = found.slice(0, limit);
  return (
    <>
      {sends.length > step && (
        <input
          type="search"
          aria-label={text('outbox_filter')}
          placeholder={text('outbox_filter')}
          value={query}
          onInput={({ currentTarget: { value } }) => setQuery(value)}
        />
      )}
      <ul class="card rows">
        {shown.map((send) => (
          <WaitingRow key={send.id} send={send} meId={meId} />
        ))}
      </ul>
      {!found.length && <p class="quiet">{text('common_none_found', query)}</p>}
      {found.length > shown.length && (
        <button type="button" onClick={() => setLimit(limit + step * 2)}>
          {counted(text, 'panel_show_more', found.length - shown.length)}
        </button>
      )}
    </>
  );
}
