import { useState } from 'preact/hooks';
import type { SiteView } from '../../../shared/messages/site-messages.ts';
import { ActNotice, Notice } from '../notice.tsx';
import { useClient } from '../surface.tsx';
import { useAct } from '../use-act.ts';

export type SiteListProps = {
  sites: readonly SiteView[];
  onChanged: () => void;
  /** Asks the browser's permission straight from the click, then turns the site on; resolves with whether it is on. */
  onTurnOn: (origin: string, event: Event) => Promise<boolean>;
  /** Gives the browser's permission for the site back. */
  onRemove: (origin: string, event: Event) => Promise<void>;
};

/** The sites where Behalf works, each with its switch. */
export function SiteList({ sites, onChanged, onTurnOn, onRemove }: SiteListProps) {
  const { text } = useClient();
  const act = useAct();
  const [refused, setRefused] = useState('');
  const hostOf = (origin: string) => origin.replace(/^https?:\/\//, '');
  const turn = (site: SiteView, event: Event) => {
    // The switch shows what is so: it moves when the answer is there.
    event.preventDefault();
    setRefused('');
    if (site.on) return act.run('sites:set', { origin: site.origin, on: false }, onChanged);
    void onTurnOn(site.origin, event).then((on) => {
      if (!on) setRefused(hostOf(site.origin));
      onChanged();
    });
  };
  if (!sites.length) return <p class="card quiet">{text('options_sites_empty')}</p>;
  return (
    <>
      <ul class="card rows">
        {sites.map((site) => (
          <li class="bar-row" key={site.origin}>
            <span class="who">
              <bdi>{hostOf(site.origin)}</bdi>
              <small>{text(site.builtIn ? 'options_site_built_in' : 'options_site_added')}</small>
            </span>
            {!site.builtIn && (
              <button
                type="button"
                class="link"
                aria-label={text('options_site_remove_named', hostOf(site.origin))}
                onClick={(event) => void onRemove(site.origin, event).then(onChanged)}
              >
                {text('options_site_remove')}
              </button>
            )}
            <input
              type="checkbox"
              role="switch"
              checked={site.on}
              aria-label={text('options_site_switch', hostOf(site.origin))}
              onClick={(event) => turn(site, event)}
            />
          </li>
        ))}
      </ul>
      {refused && <Notice tone="warn">{text('popup_site_refused', refused)}</Notice>}
      <ActNotice act={act} />
    </>
  );
}
