import { useState } from 'preact/hooks';
import type { Grant } from '../../../shared/api/grants.ts';
import type { Mailbox } from '../../../shared/api/mailboxes.ts';
import type { Me } from '../../../shared/api/me.ts';
import { Avatar } from '../avatar.tsx';
import { ConfirmInline } from '../confirm-inline.tsx';
import { ActNotice } from '../notice.tsx';
import { counted } from '../plural.ts';
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
  const [asks, setAsks] = useState<'pause' | 'disconnect' | null>(null);
  const paused = me.pausedAt !== null;
  const state = mailbox?.state ?? 'unconnected';
  const waiting = grants
    .filter((grant) => grant.acceptor.id === me.id)
    .reduce((sum, grant) => sum + grant.waiting, 0);

  const close = () => {
    setAsks(null);
    stopping.clear();
  };
  const pause = (wanted: boolean) =>
    stopping.run('pause:set', { paused: wanted }, ({ stopped }) => {
      setAsks(null);
      onDone(
        wanted
          ? `${text('panel_paused')} ${stopped ? counted(text, 'panel_stopped', stopped) : ''}`
          : text('panel_resumed'),
        { paused: wanted },
      );
    });
  const disconnect = () =>
    stopping.run('mailboxes:disconnect', { id: mailbox!.id }, () => {
      setAsks(null);
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
                setAsks('disconnect');
              }}
            >
              {text('panel_disconnect')}
            </button>
          )
        )}
      </div>
      <ActNotice act={connecting} />
      <label class="bar-row switch-row">
        <span class="who">
          {text('panel_pause')}
          <small>
            {text(
              paused
                ? 'panel_pause_on'
                : state === 'connected'
                  ? 'panel_pause_off'
                  : 'panel_pause_off_unconnected',
            )}
          </small>
        </span>
        <input
          type="checkbox"
          role="switch"
          checked={paused}
          disabled={stopping.busy}
          onClick={(event) => {
            // The switch shows what is so, not what is wished for: it moves when the server has said yes.
            event.preventDefault();
            onBegin();
            if (!paused && waiting > 0) setAsks('pause');
            else pause(!paused);
          }}
        />
      </label>
      {asks ? (
        <ConfirmInline
          question={text(`panel_${asks}_question`)}
          yes={text(`panel_${asks}_yes`)}
          act={stopping}
          onYes={asks === 'pause' ? () => pause(true) : disconnect}
          onNo={close}
        >
          {waiting > 0 && <strong>{counted(text, 'panel_will_stop', waiting)} </strong>}
          {text(`panel_${asks}_detail`)}
        </ConfirmInline>
      ) : (
        <ActNotice act={stopping} />
      )}
    </div>
  );
}
