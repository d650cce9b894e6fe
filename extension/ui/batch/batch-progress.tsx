import { useState } from 'preact/hooks';
import type { Batch } from '../../../shared/api/batches.ts';
import type { Me } from '../../../shared/api/me.ts';
import { ConfirmInline } from '../confirm-inline.tsx';
import { ActNotice, Notice, ReadNotice } from '../notice.tsx';
import { firstName, plain } from '../person-name.ts';
import { counted } from '../plural.ts';
import { useClient } from '../surface.tsx';
import { Time } from '../time.tsx';
import { useAct } from '../use-act.ts';
import { useRead } from '../use-read.ts';
import { heapsOf, isUnderWay, standingOf } from './batch-counts.ts';
import { BatchSends } from './batch-sends.tsx';
import { ProgressBar } from './progress-bar.tsx';

/** A batch while it runs and after: how far it is, what became of each email, and the ways to hold or end it. */
export function BatchProgress({ id, me }: { id: string; me: Me }) {
  const { text } = useClient();
  const read = useRead('batches:read', { id }, ['batches', 'sends']);
  const batch = read.value;
  if (!batch) return <ReadNotice read={read} what={text('batch_what')} />;
  const { subject, acceptor, requestor, createdAt } = batch;
  const isMine = requestor.id === me.id;
  const name = firstName(isMine ? acceptor.name : requestor.name);
  return (
    <>
      <section class="card">
        <h2>
          <bdi>{plain(subject) || text('common_no_subject')}</bdi>
        </h2>
        <p class="quiet">
          {text(isMine ? 'batch_as' : 'batch_by', name)} · <Time at={createdAt} />
        </p>
        <p role="status">{text(`batch_state_${standingOf(batch)}_detail`, name)}</p>
        <ProgressBar batch={batch} />
        {isMine && isUnderWay(batch) && <Controls batch={batch} />}
        {read.failure && <ReadNotice read={read} what={text('batch_what')} />}
      </section>
      <BatchSends batch={batch} meId={me.id} />
      {isMine && isUnderWay(batch) && <p class="quiet">{text('batch_safe_to_leave')}</p>}
    </>
  );
}

function Controls({ batch }: { batch: Batch }) {
  const { text } = useClient();
  const act = useAct();
  const cancelling = useAct();
  const [asks, setAsks] = useState(false);
  const [done, setDone] = useState('');
  const { id, state } = batch;
  const { open, sent } = heapsOf(batch);
  const turn = state === 'paused' ? 'resume' : 'pause';
  const run = () => act.run(`batches:${turn}`, { id }, () => setDone(text(`batch_${turn}_done`)));
  if (asks) {
    return (
      <ConfirmInline
        question={counted(text, 'batch_cancel_question', open)}
        yes={text('batch_cancel')}
        act={cancelling}
        onNo={() => {
          setAsks(false);
          cancelling.clear();
        }}
        onYes={() => cancelling.run('batches:cancel', { id }, () => setAsks(false))}
      >
        {counted(text, 'batch_cancel_detail', sent)}
      </ConfirmInline>
    );
  }
  return (
    <>
      <div class="actions">
        <button type="button" disabled={act.busy} onClick={run}>
          {text(`batch_${turn}`)}
        </button>
        <button type="button" class="destructive" onClick={() => setAsks(true)}>
          {text('batch_cancel')}
        </button>
      </div>
      <div role="status">{done && <Notice tone="good">{done}</Notice>}</div>
      <ActNotice act={act} />
    </>
  );
}
