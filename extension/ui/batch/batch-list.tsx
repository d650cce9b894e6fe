import { ActNotice } from '../notice.tsx';
import { firstName, plain } from '../person-name.ts';
import { useClient } from '../surface.tsx';
import { Time } from '../time.tsx';
import { useAct } from '../use-act.ts';
import { useRead } from '../use-read.ts';
import { heapsOf, isUnderWay, standingOf } from './batch-counts.ts';

type BatchListProps = {
  limit: number;
  /** The heading's key in the catalogue. */
  title: string;
  unfinishedOnly?: boolean;
};

const tones: Record<string, string> = { done: 'active', held: 'requesting', paused: 'suspended' };

/** The last batches and how far each is. Nothing at all where there is none: most people never send to many. */
export function BatchList({ limit, title, unfinishedOnly = false }: BatchListProps) {
  const { text } = useClient();
  const batches = useRead('batches:list', { limit }, ['batches', 'sends']);
  const opening = useAct();
  const shown = (batches.value ?? []).filter((batch) => !unfinishedOnly || isUnderWay(batch));
  if (!shown.length) return null;
  return (
    <section>
      <h2>{text(title)}</h2>
      <ul>
        {shown.map((batch) => {
          const { id, subject, acceptor, total, createdAt } = batch;
          const { sent } = heapsOf(batch);
          const standing = standingOf(batch);
          return (
            <li class="send" key={id}>
              <span class="who">
                <button
                  type="button"
                  class="link"
                  onClick={() => opening.run('pages:open', { page: 'batch', batchId: id })}
                >
                  <bdi>{plain(subject) || text('common_no_subject')}</bdi>
                </button>
                <small>
                  {text('batch_row', firstName(acceptor.name), String(sent), String(total))} ·{' '}
                  <Time at={createdAt} />
                </small>
              </span>
              <span class={`badge ${tones[standing] ?? ''}`}>{text(`batch_state_${standing}`)}</span>
            </li>
          );
        })}
      </ul>
      <ActNotice act={opening} />
    </section>
  );
}
