import { render } from 'preact';
import { siteOf } from '../../../shared/domain/site.ts';
import { client } from '../../platform/client.ts';
import { permissions } from '../../platform/permissions.ts';
import { tabs } from '../../platform/tabs.ts';
import { PopupView } from '../../ui/popup/popup-view.tsx';
import { Surface } from '../../ui/surface.tsx';
import { turnOn } from '../turn-on.ts';

type Site = { origin: string; on: boolean } | null;

const show = (site: Site): void =>
  render(
    <Surface client={client}>
      <PopupView site={site} onTurnOn={turnOn(client, permissions)} />
    </Surface>,
    document.body,
  );

// Drawn at once; which site stands in front is added when the browser has said it.
show(null);

const [address, sites] = await Promise.all([tabs.activeAddress(), client.ask('sites:list', undefined)]);
// Without the port, as the browser's permissions and our list of sites know it.
const origin = siteOf(address ?? '');
if (origin !== null) {
  show({ origin, on: sites.ok && sites.value.some((site) => site.origin === origin && site.on) });
}
