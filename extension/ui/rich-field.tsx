import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { fromEditable, toEditable } from './mail/editable.ts';
import { useClient } from './surface.tsx';

export type RichFieldProps = {
  label: string;
  /** What it begins with. Later changes come from typing alone, or the cursor would jump. */
  html: string;
  onChange: (html: string) => void;
  onFocus?: () => void;
  /** Is given a function that puts text where the cursor is, or at the end. */
  insert?: { current: (words: string) => void };
};

const commands = ['bold', 'italic', 'insertUnorderedList'] as const;

/**
 * A text with the formatting letters have. What comes into it, at first or by pasting, is cleaned: this is a page of
 * ours. `execCommand` is old, and still the one way that leaves the rest of the markup as it was.
 */
export function RichField({ label, html, onChange, onFocus, insert }: RichFieldProps) {
  const { text } = useClient();
  const id = useId();
  const field = useRef<HTMLDivElement>(null);
  const selection = useRef<Range | null>(null);
  const [link, setLink] = useState<string | null>(null);

  useLayoutEffect(() => {
    field.current!.replaceChildren(toEditable(html));
    document.execCommand('styleWithCSS', false, 'false');
  }, []);
  const changed = () => onChange(normalised(fromEditable(field.current!.innerHTML)));
  const run = (command: string, value?: string) => {
    const wasAway = document.activeElement !== field.current;
    field.current!.focus();
    if (wasAway && selection.current) getSelection()!.setBaseAndExtent(...endsOf(selection.current));
    document.execCommand(command, false, value);
    changed();
  };
  /** Where the cursor was in the text, while it is in a field or on a button beside it. */
  const remember = () => {
    const current = getSelection();
    if (current?.rangeCount && field.current!.contains(current.anchorNode))
      selection.current = current.getRangeAt(0).cloneRange();
  };
  if (insert) {
    insert.current = (words) => {
      if (!selection.current) {
        const end = document.createRange();
        end.selectNodeContents(field.current!);
        end.collapse(false);
        selection.current = end;
      }
      run('insertText', words);
    };
  }
  const makeLink = (target: string) => {
    if (selection.current && !selection.current.collapsed) return run('createLink', target);
    // Nothing was chosen that could become the link: it stands there as itself.
    const anchor = Object.assign(document.createElement('a'), { href: target, textContent: target });
    run('insertHTML', anchor.outerHTML);
  };
  const onPaste = (event: ClipboardEvent) => {
    event.preventDefault();
    const pasted = event.clipboardData?.getData('text/html');
    remember();
    if (pasted) run('insertHTML', htmlOf(toEditable(pasted)));
    else run('insertText', event.clipboardData?.getData('text/plain') ?? '');
  };

  return (
    <div class="rich">
      <span id={id} class="label">
        {label}
      </span>
      <div class="rich-box">
        <div role="group" class="rich-tools" aria-label={text('rich_tools')}>
          {commands.map((command) => (
            <button
              type="button"
              key={command}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => run(command)}
            >
              {text(`rich_${command}`)}
            </button>
          ))}
          <button
            type="button"
            aria-expanded={link !== null}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => setLink(link === null ? 'https://' : null)}
          >
            {text('rich_link')}
          </button>
        </div>
        {link !== null && (
          <div class="rich-tools">
            <input
              type="url"
              aria-label={text('rich_link_target')}
              value={link}
              onInput={({ currentTarget: { value } }) => setLink(value)}
            />
            <button
              type="button"
              disabled={!/^(https?:\/\/.|mailto:.)/.test(link)}
              onClick={() => {
                makeLink(link);
                setLink(null);
              }}
            >
              {text('rich_link_set')}
            </button>
          </div>
        )}
        <div
          ref={field}
          class="rich-text"
          contentEditable
          role="textbox"
          aria-multiline="true"
          aria-labelledby={id}
          dir="auto"
          onInput={changed}
          onPaste={onPaste}
          onDrop={(event) => event.preventDefault()}
          onFocus={onFocus}
          onBlur={remember}
          onKeyUp={remember}
          onMouseUp={remember}
        />
      </div>
    </div>
  );
}

function htmlOf(content: DocumentFragment): string {
  const holder = document.createElement('div');
  holder.append(content);
  return holder.innerHTML;
}

const endsOf = ({ startContainer, startOffset, endContainer, endOffset }: Range) =>
  [startContainer, startOffset, endContainer, endOffset] as const;

/** Browsers write some typed spaces as hard ones; a field’s name is compared letter by letter. */
const normalised = (html: string): string =>
  html.replace(/\{\{[^{}<>]*\}\}/g, (field) => field.replace(/&nbsp;|\u00a0/g, ' '));
