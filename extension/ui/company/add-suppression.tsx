import { useState } from 'preact/hooks';
import { ActNotice, Notice } from '../notice.tsx';
import { useClient } from '../surface.tsx';
import { TextField } from '../text-field.tsx';
import { useAct } from '../use-act.ts';

/** Puts one address down. */
export function AddSuppression() {
  const { text } = useClient();
  const act = useAct();
  const [typed, setTyped] = useState('');
  const [done, setDone] = useState('');
  return (
    <form
      class="one-line"
      // Whether it is an address is decided where it is stored, and said in our own words.
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setDone('');
        act.run('suppressions:add', { email: typed.trim() }, ({ email, isNew }) => {
          setTyped('');
          setDone(text(isNew ? 'suppress_added' : 'suppress_was_there', email));
        });
      }}
    >
      <TextField label={text('suppress_address')} type="email" value={typed} onChange={setTyped} />
      <button disabled={act.busy || !typed.trim()}>{text('suppress_add')}</button>
      {done && <Notice tone="good">{done}</Notice>}
      <ActNotice act={act} />
    </form>
  );
}
