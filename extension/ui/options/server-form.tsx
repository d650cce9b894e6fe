import { useId, useState } from 'preact/hooks';
import { ActNotice, Notice } from '../notice.tsx';
import { useClient } from '../surface.tsx';
import { useAct } from '../use-act.ts';

/** The address of the server Behalf talks to. */
export function ServerForm({ serverUrl, onChanged }: { serverUrl: string; onChanged: () => void }) {
  const { text } = useClient();
  const id = useId();
  const act = useAct();
  const [typed, setTyped] = useState(serverUrl);
  const [saved, setSaved] = useState(false);
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        act.run('settings:server', { serverUrl: typed.trim() }, () => {
          setSaved(true);
          onChanged();
        });
      }}
    >
      <label for={id}>{text('options_server_address')}</label>
      <div class="bar-row">
        <input
          id={id}
          type="url"
          required
          spellcheck={false}
          aria-describedby={`${id}-detail`}
          value={typed}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setSaved(false);
          }}
        />
        <button disabled={act.busy || typed.trim() === serverUrl}>{text('options_save')}</button>
      </div>
      <small id={`${id}-detail`}>{text('options_server_detail')}</small>
      {saved && <Notice tone="good">{text('options_saved')}</Notice>}
      <ActNotice act={act} />
    </form>
  );
}
