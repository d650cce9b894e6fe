import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { placeBelow } from '../place-below.ts';
import { useClient } from '../surface.tsx';
import { useLanguage, useNow } from '../time.tsx';
import { TimingForm } from './timing-form.tsx';
import { timingWords } from './timing-words.ts';
import type { Timing } from './timing.ts';

export type LaterButtonProps = { timing: Timing; onChange: (timing: Timing) => void };

/** A quiet “Send later” that opens the times to choose from, and then says which was chosen. */
export function LaterButton({ timing, onChange }: LaterButtonProps) {
  const { text } = useClient();
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const words = timingWords(timing, { text, language: useLanguage(), now: useNow(60_000) });

  useLayoutEffect(() => {
    if (!open) return undefined;
    const stop = placeBelow(root.current!, popup.current!);
    popup.current!.querySelector('button')?.focus();
    return stop;
  }, [open]);
  const close = () => {
    setOpen(false);
    button.current!.focus();
  };

  return (
    <div
      ref={root}
      class="grounded"
      onFocusOut={({ relatedTarget }) => {
        // A press outside, or Tab past the last of it.
        if (open && !root.current!.contains(relatedTarget as Node | null)) setOpen(false);
      }}
      onKeyDown={(event) => {
        if (!open || event.key !== 'Escape') return;
        event.preventDefault();
        close();
      }}
    >
      <button
        type="button"
        ref={button}
        class="link"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={words ? text('later_change', words) : undefined}
        // Before the press takes the focus: a second press must close what the first has opened.
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => setOpen(!open)}
      >
        {words || text('later_button')}
      </button>
      {open && (
        <div
          ref={popup}
          class="popup later-popup"
          popover="manual"
          role="dialog"
          tabIndex={-1}
          aria-labelledby={`${id}-title`}
        >
          <h3 id={`${id}-title`}>{text('later_title')}</h3>
          <TimingForm timing={timing} onChange={onChange} onPicked={close} />
          <button type="button" onClick={close}>
            {text('later_done')}
          </button>
        </div>
      )}
    </div>
  );
}
