import { useEffect, useState } from 'preact/hooks';
import type { Me } from '../../../shared/api/me.ts';
import { ActNotice, Notice, ReadNotice } from '../notice.tsx';
import { firstName } from '../person-name.ts';
import { counted } from '../plural.ts';
import { useClient } from '../surface.tsx';
import { useAct } from '../use-act.ts';
import { useRead } from '../use-read.ts';
import { BatchDecided } from './batch-decided.tsx';
import { BatchWalk } from './batch-walk.tsx';
import { GrantTerms } from './grant-terms.tsx';
import { useShown } from '../use-shown.ts';

/** A batch that waits: its emails one by one, and yes or no to all of them as they are. */
export function BatchApproval({ id, me }: { id: string; me: Me }) {
  const { text } = useClient();
  // An edit of one of its emails is told as a change of that email.
  const read = useRead('batches:read', { id }, ['batches', 'sends']);
  const sends = useRead('batches:sends', { id }, ['batches']);
  const act = useAct();
  const batch = read.value;
  const { changed, ready } = useShown(batch?.contentHash ?? '');
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  // What was looked at before a change says nothing about what is there now.
  useEffect(() => {
    if (!changed) return;
    setSeen(new Set());
    sends.retry();
  }, [batch?.contentHash]);
  const { failure } = act;
  useEffect(() => {
    if (!failure) return;
    read.retry();
    sends.retry();
  }, [failure]);

  const held = (sends.value ?? []).filter(({ state }) => state === 'held');
  const tracked = held.filter(({ tracking }) => tracking !== null).length;
  if (!batch || (!sends.value && batch.counts.held > 0)) {
    return (
      <>
        <h1>{text('approve_title')}</h1>
        <ReadNotice read={batch ? sends : read} what={text('approve_what_batch')} />
      </>
    );
  }
  const { contentHash, counts, requestor, grantId } = batch;
  const name = firstName(requestor.name);
  if (counts.held === 0 || batch.acceptor.id !== me.id) return <BatchDecided batch={batch} meId={me.id} />;
  return (
    <>
      <h1>{counted(text, 'approve_batch_title', counts.held, name)}</h1>
      {changed && <Notice tone="warn">{text('approve_batch_changed', name)}</Notice>}
      {/* With another content hash every email is read anew, and so after that hash: never older than it. */}
      <BatchWalk
        key={contentHash}
        sends={held}
        onSeen={(sendId) => setSeen((before) => new Set(before).add(sendId))}
      />
      <GrantTerms grantId={grantId} requestor={requestor} />
      <div class="decide">
        <div class="actions">
          <button
            type="button"
            class="primary"
            disabled={act.busy || !ready || seen.size === 0}
            onClick={() => act.run('batches:approve', { id, contentHash }, read.retry)}
          >
            {counted(text, 'approve_batch_yes', counts.held)}
          </button>
          <button
            type="button"
            disabled={act.busy}
            onClick={() => act.run('batches:reject', { id }, read.retry)}
          >
            {counted(text, 'approve_batch_no', counts.held)}
          </button>
        </div>
        {tracked > 0 && (
          <p class="quiet">{counted(text, 'approve_batch_tracked', tracked, String(held.length))}</p>
        )}
        <p class="quiet">
          {text('approve_batch_consequences', name, String(seen.size), String(counts.held))}
        </p>
      </div>
      <ActNotice act={act} />
    </>
  );
}
