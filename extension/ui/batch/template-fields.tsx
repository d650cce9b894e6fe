import { useRef } from 'preact/hooks';
import { RichField } from '../rich-field.tsx';
import { useClient } from '../surface.tsx';
import { TextField } from '../text-field.tsx';

type TemplateFieldsProps = {
  subject: string;
  /** What the text begins with. */
  html: string;
  onSubject: (subject: string) => void;
  onHtml: (html: string) => void;
  /** The names of what can be filled in for each recipient. */
  fields: readonly string[];
};

/** Subject and text, with a button for each field that puts it where the cursor was. */
export function TemplateFields({ subject, html, onSubject, onHtml, fields }: TemplateFieldsProps) {
  const { text } = useClient();
  const line = useRef<HTMLInputElement | null>(null);
  const insert = useRef<(words: string) => void>(() => {});
  const put = (name: string) => {
    const words = `{{${name}}}`;
    const input = line.current;
    if (!input) return insert.current(words);
    const [start, end] = [input.selectionStart ?? subject.length, input.selectionEnd ?? subject.length];
    onSubject(subject.slice(0, start) + words + subject.slice(end));
    input.focus();
  };
  return (
    <>
      <TextField
        label={text('common_subject')}
        value={subject}
        onChange={onSubject}
        onFocus={(input) => (line.current = input)}
      />
      <RichField
        label={text('batch_text')}
        html={html}
        onChange={onHtml}
        onFocus={() => (line.current = null)}
        insert={insert}
      />
      {fields.length > 0 ? (
        <div class="insert" role="group" aria-label={text('batch_insert')}>
          <span class="quiet">{text('batch_insert')}</span>
          {fields.map((name) => (
            <button type="button" class="chip-button" key={name} onClick={() => put(name)}>
              <bdi>{name}</bdi>
            </button>
          ))}
        </div>
      ) : (
        <p class="quiet">{text('batch_insert_hint')}</p>
      )}
    </>
  );
}
