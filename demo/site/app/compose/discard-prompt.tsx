import { useLayoutEffect, useRef } from 'preact/hooks';

interface DiscardPromptProps {
  onDiscard: () => void;
  onKeep: () => void;
}

export const DiscardPrompt = ({ onDiscard, onKeep }: DiscardPromptProps) => {
  const keep = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => keep.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape') onKeep();
  };
  return (
    <div class="hl-prompt-scrim" onKeyDown={onKeyDown}>
      <div
        class="hl-prompt"
        role="alertdialog"
        aria-labelledby="hl-prompt-title"
        aria-describedby="hl-prompt-text"
      >
        <h3 id="hl-prompt-title" class="hl-prompt__title">
          Discard this draft?
        </h3>
        <p id="hl-prompt-text">What you wrote can’t be brought back.</p>
        <div class="hl-prompt__actions">
          <button ref={keep} type="button" class="hl-button" onClick={onKeep}>
            Keep writing
          </button>
          <button type="button" class="hl-button hl-button--danger" onClick={onDiscard}>
            Discard draft
          </button>
        </div>
      </div>
    </div>
  );
};
