import { useState } from 'preact/hooks';
import type { Grant } from '../../../shared/api/grants.ts';
import type { Mailbox } from '../../../shared/api/mailboxes.ts';
import type { Me } from '../../../shared/api/me.ts';
import { Avatar } from '../avatar.tsx';
import { ConfirmInline } from '../confirm-inline.tsx';
import { ActNotice } from '../notice.tsx';
import { PauseSwitch, waitingAs, WillStop } from '../pause-switch.tsx';
import { useClient } from '../surface.tsx';
import { useAct } from '../use-act.ts';
import type { Tell } from './told.ts';

type MailboxBarProps = {
  surface: 'page' | 'site';
  me: Me;
  mailbox: Mailbox | undefined;
  grants: readonly Grant[];
  onBegin: () => void;
  onDone: Tell;
};

/** My mailbox and the one switch that stops all sending from it by others. */
export function MailboxBar({ surface, me, mailbox, grants, onBegin, onDone }: MailboxBarProps) {
  const { text } = useClient();
  const connecting = useAct();
  const stopping = useAct();
  const [asks, setAsks] = useState(false);
  const state = mailbox?.state ?? 'unconnected';
  const waiting = waitingAs(me, grants);

  const close = () => {
    setAsks(false);
    stopping.clear();
  };
  const disconnect = () =>
    stopping.run('mailboxes:disconnect', { id: mailbox!.id }, () => {
      setAsks(false);
      onDone(text('panel_disconnected'), { mailbox: 'disconnected' });
    });

  return (
    <div class="bar">
      <div class="bar-row">
        <Avatar person={me} />
        <span class="who">
          <bdi>{mailbox?.email ?? me.email}</bdi>
          <small class={`state-${state}`}>{text(`panel_mailbox_${state}`)}</small>
        </span>
        {state !== 'connected' ? (
          <button
            type="button"
            class="primary"
            disabled={connecting.busy}
            onClick={() => {
              onBegin();
              connecting.run('mailboxes:connect', { replies: mailbox?.replies ?? true });
            }}
          >
            {text(state === 'unconnected' ? 'panel_connect' : 'panel_reconnect')}
          </button>
        ) : (
          surface === 'page' && (
            <button
              type="button"
              onClick={() => {
                onBegin();
                setAsks(true);
              }}
            >
              {text('panel_disconnect')}
            </button>
          )
        )}
      </div>
      <ActNotice act={connecting} />
      <PauseSwitch
        me={me}
        grants={grants}
        isConnected={state === 'connected'}
        onBegin={onBegin}
        onDone={(sentence, paused) => onDone(sentence, { paused })}
      />
      {asks ? (
        <ConfirmInline
          question={text('panel_disconnect_question')}
          yes={text('panel_disconnect_yes')}
          act={stopping}
          onYes={disconnect}
          onNo={close}
        >
          <WillStop waiting={waiting} /> {text('panel_disconnect_detail')}
        </ConfirmInline>
      ) : (
        <ActNotice act={stopping} />
      )}
    </div>
  );
}
