import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Batch } from '../../../shared/api/batches.ts';
import { firstName, plain } from '../person-name.ts';
import { useClient } from '../surface.tsx';

/** What has become of a batch that waited for me. */
export function BatchDecided({ batch, meId }: { batch: Batch; meId: string }) {
  const { text } = useClient();
  const title = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => title.current!.focus(), []);
  const { acceptor, requestor, counts, total, state, subject } = batch;
  const isMine = acceptor.id === meId;
  const name = firstName(isMine ? requestor.name : acceptor.name);
  const refused = counts.rejected > 0 || counts.sent + counts.queued + counts.sending === 0;
  const key = !isMine ? 'not_mine' : state === 'cancelled' || refused ? 'stopped' : 'approved';
  return (
    <>
      <h1 ref={title} tabIndex={-1}>
        {text(`approve_batch_now_${key}`, name)}
      </h1>
      <p>
        <bdi>{plain(subject)}</bdi>
      </p>
      <p class="quiet">{text('approve_batch_now_detail', String(counts.sent), String(total))}</p>
    </>
  );
}
