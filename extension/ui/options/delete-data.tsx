import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Deletion, Me } from '../../../shared/api/me.ts';
import type { Client } from '../client.ts';
import { Consequences } from '../consequences.tsx';
import { ActNotice, ReadNotice } from '../notice.tsx';
import { inSentence } from '../person-name.ts';
import { counted } from '../plural.ts';
import { useClient } from '../surface.tsx';
import { useAct } from '../use-act.ts';
import { useRead } from '../use-read.ts';

type DeleteDataProps = { me: Me; onDeleted: (stopped: number) => void };

/** The way to have one's data deleted: nothing is asked of the server before the first click, nothing is done before the second. */
export function DeleteData({ me, onDeleted }: DeleteDataProps) {
  const { text } = useClient();
  const [asking, setAsking] = useState(false);
  const begin = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);
  useLayoutEffect(() => {
    if (wasAsking.current && !asking) begin.current?.focus();
    wasAsking.current = asking;
  }, [asking]);
  return (
    <div class="card">
      <p>{text('options_delete_detail')}</p>
      {asking ? (
        <DeleteQuestion me={me} onDeleted={onDeleted} onNo={() => setAsking(false)} />
      ) : (
        <div class="actions">
          <button type="button" class="destructive" ref={begin} onClick={() => setAsking(true)}>
            {text('options_delete_begin')}
          </button>
        </div>
      )}
    </div>
  );
}

/** Says what it will stop, and wants the address typed. Esc is no. */
function DeleteQuestion({ me, onDeleted, onNo }: DeleteDataProps & { onNo: () => void }) {
  const { text } = useClient();
  const id = useId();
  const act = useAct();
  const deletion = useRead('session:deletion', undefined, ['grants', 'sends', 'mailboxes']);
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current!.focus(), []);
  const isTyped = typed.trim().toLowerCase() === me.email.toLowerCase();
  return (
    <div
      class="confirm-inline"
      role="alertdialog"
      aria-labelledby={id}
      aria-describedby={`${id}-detail`}
      onKeyDown={(event) => event.key === 'Escape' && onNo()}
    >
      <p id={id}>{text('options_delete_question')}</p>
      <div id={`${id}-detail`}>
        <ReadNotice read={deletion} what={text('options_what_deletion')} />
        {deletion.value && <Consequences sentences={sentencesOf(me, deletion.value, text)} />}
      </div>
      <form
        class="typed"
        onSubmit={(event) => {
          event.preventDefault();
          if (isTyped && deletion.value)
            act.run('session:delete', { email: typed.trim() }, ({ stopped }) => onDeleted(stopped));
        }}
      >
        <label class="form-row">
          <span>{text('options_delete_type', me.email)}</span>
          <input
            ref={field}
            type="email"
            autocomplete="off"
            spellcheck={false}
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        <div class="actions">
          <button class="destructive" disabled={act.busy || !isTyped || !deletion.value}>
            {text('options_delete')}
          </button>
          <button type="button" onClick={onNo}>
            {text('common_keep')}
          </button>
        </div>
      </form>
      <ActNotice act={act} />
    </div>
  );
}

function sentencesOf(me: Me, { emails, grants, mailboxConnected, newAdmin }: Deletion, text: Client['text']) {
  return [
    emails > 0 && counted(text, 'options_delete_emails', emails),
    grants > 0 && counted(text, 'options_delete_grants', grants),
    mailboxConnected && text('options_delete_mailbox', me.email),
    newAdmin !== null && text('options_delete_admin', inSentence(newAdmin), inSentence(me.workspace.name)),
    text('options_delete_kept'),
    text('options_delete_again'),
  ];
}
