import { fail, succeed, type Outcome } from '../../shared/messages/outcome.ts';
import type { I18n } from '../platform/i18n.ts';
import type { Handlers } from './handlers.ts';
import type { Pages } from './pages.ts';
import { parseServerUrl } from './server-url.ts';
import type { Session } from './session/session.ts';
import type { Settings } from './settings.ts';
import type { Sites } from './sites/sites.ts';

type Keys =
  'sites:list' | 'sites:set' | 'settings:read' | 'settings:server' | 'settings:notifications' | 'pages:open';

type Parts = {
  sites: Sites;
  settings: Settings;
  session: Pick<Session, 'signOut'>;
  pages: Pages;
  text: I18n['text'];
};

export const handleSites = ({ sites, settings, session, pages, text }: Parts): Pick<Handlers, Keys> => ({
  'sites:list': async () => succeed(await sites.list()),
  'sites:set': ({ origin, on }) => sites.set(origin, on),
  'settings:read': async () =>
    succeed({ serverUrl: await settings.serverUrl(), notifications: await settings.notifications() }),
  'settings:server': async ({ serverUrl }): Promise<Outcome<null>> => {
    const url = parseServerUrl(serverUrl);
    if (url === null) return fail('invalid_request', text('worker_server_address'));
    if (url === (await settings.serverUrl())) return succeed(null);
    // A session belongs to its server: its tokens are ended there and shown to no other.
    await session.signOut();
    await settings.setServerUrl(url);
    return succeed(null);
  },
  'settings:notifications': async (chosen) => {
    await settings.setNotifications(chosen);
    return succeed(null);
  },
  'pages:open': async ({ page, grantId, sendId, batchId }) => {
    await pages.open(page, {
      ...(grantId && { grant: grantId }),
      ...(sendId && { send: sendId }),
      ...(batchId && { batch: batchId }),
    });
    return succeed(null);
  },
});
