import { useLayoutEffect, useRef, useState } from 'preact/hooks';

const complete = (text: string): string => (/^(https?:|mailto:)/i.test(text) ? text : `https://${text}`);

/** Asks for an address; calls back with nothing when cancelled. */
export const LinkForm = ({ onDone }: { onDone: (href: string | null) => void }) => {
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => input.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    onDone(event.key === 'Enter' && text.trim() ? complete(text.trim()) : null);
  };
  return (
    <div class="hl-link-form" role="group" aria-label="Insert link">
      <input
        ref={input}
        class="hl-input"
        type="url"
        aria-label="Link address"
        placeholder="https://"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <button
        type="button"
        class="hl-button hl-button--small"
        disabled={!text.trim()}
        onClick={() => onDone(complete(text.trim()))}
      >
        Insert
      </button>
      <button type="button" class="hl-button hl-button--small hl-button--quiet" onClick={() => onDone(null)}>
        Cancel
      </button>
    </div>
  );
};
