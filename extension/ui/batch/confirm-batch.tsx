import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { ActNotice } from '../notice.tsx';
import { useClient } from '../surface.tsx';
import type { Act } from '../use-act.ts';

type ConfirmBatchProps = {
  /** What will happen, sentence by sentence. */
  sentences: readonly string[];
  yes: string;
  act: Act;
  onYes: () => void;
  onNo: () => void;
};

/** Says what will happen and asks once more. The focus goes to the harmless button; Esc is no. */
export function ConfirmBatch({ sentences, yes, act, onYes, onNo }: ConfirmBatchProps) {
  const { text } = useClient();
  const id = useId();
  const no = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => no.current!.focus(), []);
  const [first, ...rest] = sentences;
  return (
    <div
      class="card confirm-batch"
      role="alertdialog"
      aria-labelledby={`${id}-first`}
      aria-describedby={`${id}-rest`}
      onKeyDown={(event) => event.key === 'Escape' && onNo()}
    >
      <h3 id={`${id}-first`}>{first}</h3>
      <p id={`${id}-rest`}>{rest.join(' ')}</p>
      <div class="actions">
        <button type="button" class="primary" disabled={act.busy} onClick={onYes}>
          {yes}
        </button>
        <button type="button" ref={no} disabled={act.busy && !act.slow} onClick={onNo}>
          {text('batch_not_yet')}
        </button>
      </div>
      <ActNotice act={act} />
    </div>
  );
}
