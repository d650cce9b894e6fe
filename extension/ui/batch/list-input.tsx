import { useId, useState } from 'preact/hooks';
import { useClient } from '../surface.tsx';
import { decodeList } from './decode-list.ts';

type ListInputProps = { label: string; hint: string; example?: string; onList: (list: string) => void };

/** A list as it is pasted, typed, chosen as a file or dropped here. */
export function ListInput({ label, hint, example, onList }: ListInputProps) {
  const { text } = useClient();
  const id = useId();
  const [typed, setTyped] = useState('');
  const takeFile = async (file: File | undefined) => {
    if (file) onList(decodeList(new Uint8Array(await file.arrayBuffer())));
  };
  return (
    <div
      class="list-input"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void takeFile(event.dataTransfer?.files[0]);
      }}
    >
      <label for={`${id}-list`}>{label}</label>
      <textarea
        id={`${id}-list`}
        rows={6}
        spellcheck={false}
        placeholder={example}
        aria-describedby={`${id}-hint`}
        value={typed}
        onInput={({ currentTarget: { value } }) => setTyped(value)}
        onPaste={(event) => {
          // A whole list at once needs no button after it.
          const pasted = event.clipboardData?.getData('text/plain') ?? '';
          if (typed || !/[\n\r]/.test(pasted.trim())) return;
          event.preventDefault();
          setTyped(pasted);
          onList(pasted);
        }}
      />
      <small id={`${id}-hint`}>{hint}</small>
      <div class="actions">
        <button type="button" disabled={!typed.trim()} onClick={() => onList(typed)}>
          {text('batch_list_take')}
        </button>
        <label class="button">
          {text('batch_list_file')}
          <input
            class="only-read"
            type="file"
            accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"
            onChange={({ currentTarget: { files } }) => void takeFile(files?.[0])}
          />
        </label>
      </div>
    </div>
  );
}
