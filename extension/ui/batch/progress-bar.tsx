import type { Batch } from '../../../shared/api/batches.ts';
import { useClient } from '../surface.tsx';
import { heapsOf } from './batch-counts.ts';

/** How far a batch is, as a bar and in numbers. */
export function ProgressBar({ batch }: { batch: Batch }) {
  const { text } = useClient();
  const { total } = batch;
  const heaps = heapsOf(batch);
  const share = (count: number) => `${(count / Math.max(total, 1)) * 100}%`;
  return (
    <div class="progress">
      <div
        class="progress-bar"
        role="progressbar"
        aria-label={text('batch_progress')}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={heaps.sent + heaps.ended}
        aria-valuetext={text('batch_progress_words', String(heaps.sent), String(total))}
      >
        <i class="sent" style={{ width: share(heaps.sent) }} />
        <i class="ended" style={{ width: share(heaps.ended) }} />
      </div>
      <dl class="heaps">
        {(['sent', 'open', 'ended'] as const).map((heap) => (
          <div key={heap} class={heaps[heap] > 0 ? heap : ''}>
            <dt>{text(`batch_heap_${heap}`)}</dt>
            <dd>{heaps[heap]}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
