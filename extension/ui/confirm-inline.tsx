import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { ActNotice } from './notice.tsx';
import { useClient } from './surface.tsx';
import type { Act } from './use-act.ts';

type ConfirmInlineProps = {
  question: string;
  /** What it will stop, in words. */
  children?: ComponentChildren;
  yes: string;
  act: Act;
  /** False as long as it is not known what it will stop. */
  isReady?: boolean;
  onYes: () => void;
  onNo: () => void;
};

/** Asks once more, in place, before something ends. The focus goes to the harmless button; Esc is no. */
export function ConfirmInline({
  question,
  children,
  yes,
  act,
  isReady = true,
  onYes,
  onNo,
}: ConfirmInlineProps) {
  const { text } = useClient();
  const id = useId();
  const no = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => no.current!.focus(), []);
  return (
    <div
      class="confirm-inline"
      role="alertdialog"
      aria-labelledby={id}
      aria-describedby={`${id}-detail`}
      onKeyDown={(event) => event.key === 'Escape' && onNo()}
    >
      <p id={id}>{question}</p>
      <div id={`${id}-detail`} class="quiet">
        {children}
      </div>
      <div class="actions">
        <button type="button" class="destructive" disabled={act.busy || !isReady} onClick={onYes}>
          {yes}
        </button>
        <button type="button" ref={no} onClick={onNo}>
          {text('common_keep')}
        </button>
      </div>
      <ActNotice act={act} />
    </div>
  );
}
