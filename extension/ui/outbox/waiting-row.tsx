import { useRef, useState } from 'preact/hooks';
import type { Send } from '../../../shared/api/sends.ts';
import { ConfirmInline } from '../confirm-inline.tsx';
import { firstName, plain } from '../person-name.ts';
import { useClient } from '../surface.tsx';
import { useAct } from '../use-act.ts';
import { WaitLine } from '../waiting/wait-line.tsx';
import { EditSend } from './edit-send.tsx';

/** One email that waits: why, and for the one who wrote it, the ways to change it. */
export function WaitingRow({ send, meId }: { send: Send; meId: string }) {
  const { text } = useClient();
  const cancelling = useAct();
  const edit = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState<'edit' | 'cancel' | null>(null);
  const isMine = send.requestor.id === meId;
  const name = firstName(isMine ? send.acceptor.name : send.requestor.name);
  const subject = plain(send.subject) || text('common_no_subject');
  const canChange = isMine && (send.state === 'queued' || send.state === 'held');
  const close = () => {
    setOpen(null);
    cancelling.clear();
    edit.current?.focus();
  };
  return (
    <li class="waiting">
      <div class="bar-row">
        <span class="who">
          <bdi>{subject}</bdi>
          <small>{text(isMine ? 'popup_sent_as' : 'popup_sent_by', name, send.to.email)}</small>
          <WaitLine send={send} meId={meId} />
        </span>
        {canChange && !open && (
          <span class="actions">
            <button
              type="button"
              ref={edit}
              aria-label={text('outbox_edit_named', subject)}
              onClick={() => setOpen('edit')}
            >
              {text('outbox_edit')}
            </button>
            <button
              type="button"
              aria-label={text('outbox_cancel_named', subject)}
              onClick={() => setOpen('cancel')}
            >
              {text('outbox_cancel')}
            </button>
          </span>
        )}
      </div>
      {open === 'cancel' && (
        <ConfirmInline
          question={text('outbox_cancel_question')}
          yes={text('outbox_cancel_yes')}
          act={cancelling}
          onNo={close}
          onYes={() => cancelling.run('sends:cancel', { id: send.id }, () => setOpen(null))}
        >
          {text('outbox_cancel_detail')}
        </ConfirmInline>
      )}
      {open === 'edit' && <EditSend send={send} onClose={close} />}
    </li>
  );
}
