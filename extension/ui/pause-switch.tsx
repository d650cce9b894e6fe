import { useState } from 'preact/hooks';
import type { Grant } from '../../shared/api/grants.ts';
import type { Me } from '../../shared/api/me.ts';
import { ConfirmInline } from './confirm-inline.tsx';
import { ActNotice } from './notice.tsx';
import { counted } from './plural.ts';
import { useClient } from './surface.tsx';
import { useAct } from './use-act.ts';

/** How many emails of others wait to go out from my mailbox. */
export const waitingAs = (me: Me, grants: readonly Grant[]): number =>
  grants.filter(({ acceptor }) => acceptor.id === me.id).reduce((sum, { waiting }) => sum + waiting, 0);

/** What an act would stop, in words; nothing where it stops nothing. */
export function WillStop({ waiting }: { waiting: number }) {
  const { text } = useClient();
  return waiting > 0 ? <strong>{counted(text, 'panel_will_stop', waiting)}</strong> : null;
}

type PauseSwitchProps = {
  me: Me;
  grants: readonly Grant[];
  isConnected: boolean;
  onBegin?: () => void;
  /** What came of it, as a sentence. */
  onDone: (sentence: string, paused: boolean) => void;
};

/** The one switch that stops all sending from my mailbox by others. */
export function PauseSwitch({ me, grants, isConnected, onBegin, onDone }: PauseSwitchProps) {
  const { text, ask } = useClient();
  const act = useAct();
  /** How many it would stop, while the person is asked; -1: nobody knows. */
  const [asks, setAsks] = useState<number | null>(null);
  const paused = me.pausedAt !== null;
  const waiting = waitingAs(me, grants);
  const off = isConnected ? 'panel_pause_off' : 'panel_pause_off_unconnected';

  const pause = (wanted: boolean) =>
    act.run('pause:set', { paused: wanted }, ({ stopped }) => {
      setAsks(null);
      const detail = stopped ? counted(text, 'panel_stopped', stopped) : '';
      onDone(wanted ? `${text('panel_paused')} ${detail}`.trim() : text('panel_resumed'), wanted);
    });
  // Counted at the click: what the page shows may be a moment older than what waits.
  const askFirst = async () => {
    const now = await ask('grants:list', undefined);
    const stops = now.ok ? waitingAs(me, now.value) : -1;
    if (stops === 0) pause(true);
    else setAsks(stops);
  };
  const close = () => {
    setAsks(null);
    act.clear();
  };
  return (
    <>
      <label class="bar-row switch-row">
        <span class="who">
          {text('panel_pause')}
          <small>{text(paused ? 'panel_pause_on' : off)}</small>
        </span>
        <input
          type="checkbox"
          role="switch"
          checked={paused}
          disabled={act.busy}
          onClick={(event) => {
            // The switch shows what is so, not what is wished for: it moves when the server has said yes.
            event.preventDefault();
            onBegin?.();
            // What came of another attempt is no answer to this one.
            act.clear();
            if (paused) pause(false);
            else void askFirst();
          }}
        />
      </label>
      {asks !== null ? (
        <ConfirmInline
          question={text('panel_pause_question')}
          yes={text('panel_pause_yes')}
          act={act}
          onYes={() => pause(true)}
          onNo={close}
        >
          <WillStop waiting={Math.max(waiting, asks)} /> {text('panel_pause_detail')}
        </ConfirmInline>
      ) : (
        <ActNotice act={act} />
      )}
      {act.failure && !paused && <strong class="quiet">{text('panel_pause_still_off')}</strong>}
    </>
  );
}
