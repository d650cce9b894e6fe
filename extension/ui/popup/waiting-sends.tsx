import type { Send } from '../../../shared/api/sends.ts';
import { firstName, plain } from '../person-name.ts';
import { counted } from '../plural.ts';
import { useClient } from '../surface.tsx';
import { WaitLine } from '../waiting/wait-line.tsx';

const shownFirst = 3;

type WaitingSendsProps = { waiting: readonly Send[]; meId: string; onAll: () => void };

/** The next emails of mine that wait, each with why. Nothing at all where none does. */
export function WaitingSends({ waiting, meId, onAll }: WaitingSendsProps) {
  const { text } = useClient();
  const mine = waiting
    .filter((send) => send.waiting && send.requestor.id === meId && !send.batchId)
    .sort((a, b) => a.dueAt.localeCompare(b.dueAt));
  if (!mine.length) return null;
  const more = mine.length - shownFirst;
  return (
    <section>
      <h2>{text('popup_waiting')}</h2>
      <ul>
        {mine.slice(0, shownFirst).map((send) => (
          <li class="send" key={send.id}>
            <span class="who">
              <bdi>{plain(send.subject) || text('common_no_subject')}</bdi>
              <small>{text('popup_sent_as', firstName(send.acceptor.name), send.to.email)}</small>
              <WaitLine send={send} meId={meId} />
            </span>
            <span class={`badge ${send.state === 'held' ? 'requesting' : ''}`}>
              {text(`send_state_${send.state}`)}
            </span>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <button type="button" class="link" onClick={onAll}>
          {counted(text, 'panel_show_more', more)}
        </button>
      )}
    </section>
  );
}
