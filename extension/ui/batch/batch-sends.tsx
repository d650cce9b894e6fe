import { useState } from 'preact/hooks';
import type { Batch } from '../../../shared/api/batches.ts';
import type { Send } from '../../../shared/api/sends.ts';
import { matches } from '../filter.ts';
import { ReadNotice } from '../notice.tsx';
import { firstName, plain } from '../person-name.ts';
import { counted } from '../plural.ts';
import { useClient } from '../surface.tsx';
import { useRead } from '../use-read.ts';
import { useReadAfterUndo } from '../waiting/use-read-after-undo.ts';
import { failureKey } from '../send-failure.ts';
import { WaitLine } from '../waiting/wait-line.tsx';

/** What became of each email of a batch; read only once somebody wants to know, since there can be a thousand. */
export function BatchSends({ batch, meId }: { batch: Batch; meId: string }) {
  const { text } = useClient();
  const [open, setOpen] = useState(false);
  return (
    <details class="card" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{text('batch_each')}</summary>
      {open && <SendTable id={batch.id} meId={meId} />}
    </details>
  );
}

const step = 25;
/** What did not go well first, then what has not gone yet. */
const ranks: Partial<Record<Send['state'], number>> = {
  uncertain: 0,
  failed: 1,
  blocked: 1,
  rejected: 1,
  sending: 2,
  held: 3,
  queued: 3,
  sent: 4,
};
const rank = ({ state }: Send) => ranks[state] ?? 5;

function SendTable({ id, meId }: { id: string; meId: string }) {
  const { text } = useClient();
  const sends = useRead('batches:sends', { id }, ['batches', 'sends']);
  useReadAfterUndo(sends);
  const [query, setQuery] = useState('');
  const [limit, setLimit] = useState(step);
  const found = (sends.value ?? [])
    .filter(({ to, state }) => matches(query, to.email, to.name ?? '', text(`send_state_${state}`)))
    .sort((a, b) => rank(a) - rank(b) || a.dueAt.localeCompare(b.dueAt));
  const shown = found.slice(0, limit);
  return (
    <div class="grants">
      <ReadNotice read={sends} what={text('approve_what_batch')} />
      <input
        type="search"
        aria-label={text('batch_filter')}
        placeholder={text('batch_filter')}
        value={query}
        onInput={({ currentTarget: { value } }) => setQuery(value)}
      />
      <ul class="rows">
        {shown.map((send) => (
          <li class="send" key={send.id}>
            <span class="who">
              <bdi>{send.to.name ? `${plain(send.to.name)} <${send.to.email}>` : send.to.email}</bdi>
              <WaitLine send={send} meId={meId} />
              <FailureLine send={send} meId={meId} />
            </span>
            <span class="badge">{text(`send_state_${send.state}`)}</span>
          </li>
        ))}
      </ul>
      {sends.value && !found.length && <p class="quiet">{text('common_none_found', query)}</p>}
      {found.length > shown.length && (
        <button type="button" onClick={() => setLimit(limit + step * 4)}>
          {counted(text, 'panel_show_more', found.length - shown.length)}
        </button>
      )}
    </div>
  );
}

/** Why it did not go out, in the words of whichever of its two people reads it. */
function FailureLine({ send, meId }: { send: Send; meId: string }) {
  const { text } = useClient();
  const isMine = send.requestor.id === meId;
  const key = failureKey(send, isMine ? 'requestor' : 'acceptor');
  if (key === null) return null;
  return (
    <small class="wrong">{text(key, firstName(isMine ? send.acceptor.name : send.requestor.name))}</small>
  );
}
