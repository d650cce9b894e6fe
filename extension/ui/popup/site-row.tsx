import { useState } from 'preact/hooks';
import { Notice } from '../notice.tsx';
import { useClient } from '../surface.tsx';

export type SiteRowProps = {
  /** The site in the tab in front; null where Behalf can't be turned on (the browser's own pages). */
  site: { origin: string; on: boolean } | null;
  /** Asks the browser's permission straight from this click. Resolves with whether Behalf is on now. */
  onTurnOn: (origin: string, event: Event) => Promise<boolean>;
};

/** “Turn on for this site”. */
export function SiteRow({ site, onTurnOn }: SiteRowProps) {
  const { text } = useClient();
  const [state, setState] = useState<'idle' | 'busy' | 'on' | 'refused'>('idle');
  if (!site) return null;
  const host = site.origin.replace(/^https?:\/\//, '');
  const isOn = site.on || state === 'on';
  const turnOn = (event: Event) => {
    setState('busy');
    void onTurnOn(site.origin, event).then((on) => setState(on ? 'on' : 'refused'));
  };
  return (
    <section class="site-row">
      <div class="bar-row">
        <span class="who">
          <bdi>{host}</bdi>
          <small>{text(isOn ? 'popup_site_on' : 'popup_site_off')}</small>
        </span>
        {!isOn && (
          <button type="button" disabled={state === 'busy'} onClick={turnOn}>
            {text('popup_site_turn_on')}
          </button>
        )}
      </div>
      {state === 'refused' && <Notice tone="warn">{text('popup_site_refused', host)}</Notice>}
    </section>
  );
}
