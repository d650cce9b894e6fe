import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from '../icon.tsx';
import { readEditorHtml } from './editor-html.ts';
import { LinkForm } from './link-form.tsx';

interface EditorProps {
  /** Read once; a new key makes a new editor. */
  initialHtml: string;
  onChange: (html: string) => void;
}

const COMMANDS: { command: string; label: string; icon: IconName }[] = [
  { command: 'bold', label: 'Bold', icon: 'bold' },
  { command: 'italic', label: 'Italic', icon: 'italic' },
  { command: 'insertUnorderedList', label: 'Bulleted list', icon: 'list' },
];

const pasteAsText = (event: ClipboardEvent): void => {
  event.preventDefault();
  document.execCommand('insertText', false, event.clipboardData?.getData('text/plain') ?? '');
};

export const Editor = ({ initialHtml, onChange }: EditorProps) => {
  const body = useRef<HTMLDivElement>(null);
  const [linkRange, setLinkRange] = useState<Range | null>(null);
  const [active, setActive] = useState<string[]>([]);

  useEffect(() => {
    if (!body.current) return;
    body.current.innerHTML = initialHtml || '<p><br></p>';
    document.execCommand('defaultParagraphSeparator', false, 'p');
  }, []);
  useEffect(() => {
    const update = (): void => {
      if (!body.current?.contains(document.getSelection()?.anchorNode ?? null)) return;
      setActive(COMMANDS.map(({ command }) => command).filter((name) => document.queryCommandState(name)));
    };
    document.addEventListener('selectionchange', update);
    return () => document.removeEventListener('selectionchange', update);
  }, []);

  const report = (): void => {
    if (body.current) onChange(readEditorHtml(body.current));
  };
  const run = (command: string, value?: string): void => {
    body.current?.focus();
    document.execCommand(command, false, value);
    report();
  };
  const startLink = (): void => {
    const selection = document.getSelection();
    const inside = body.current?.contains(selection?.anchorNode ?? null) && selection?.rangeCount;
    if (!inside) body.current?.focus();
    setLinkRange(document.getSelection()?.getRangeAt(0).cloneRange() ?? null);
  };
  const finishLink = (href: string | null): void => {
    body.current?.focus();
    const selection = document.getSelection();
    if (linkRange)
      selection?.setBaseAndExtent(
        linkRange.startContainer,
        linkRange.startOffset,
        linkRange.endContainer,
        linkRange.endOffset,
      );
    if (href && selection?.isCollapsed) document.execCommand('insertText', false, href);
    if (href && linkRange?.collapsed)
      for (const _ of href) document.getSelection()?.modify('extend', 'backward', 'character');
    if (href) run('createLink', href);
    document.getSelection()?.collapseToEnd();
    setLinkRange(null);
  };

  return (
    <div class="hl-editor">
      <div class="hl-editor__toolbar" role="toolbar" aria-label="Formatting">
        {COMMANDS.map(({ command, label, icon }) => (
          <button
            key={command}
            type="button"
            class="hl-editor__tool"
            aria-label={label}
            title={label}
            aria-pressed={active.includes(command)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => run(command)}
          >
            <Icon name={icon} />
          </button>
        ))}
        <button
          type="button"
          class="hl-editor__tool"
          aria-label="Link"
          title="Link"
          aria-expanded={linkRange !== null}
          onMouseDown={(event) => event.preventDefault()}
          onClick={startLink}
        >
          <Icon name="link" />
        </button>
        {linkRange && <LinkForm onDone={finishLink} />}
      </div>
      <div
        ref={body}
        class="hl-editor__body"
        contentEditable
        role="textbox"
        aria-multiline="true"
        aria-label="Message"
        onInput={report}
        onPaste={pasteAsText}
      />
    </div>
  );
};
