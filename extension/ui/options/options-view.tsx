import { useState } from 'preact/hooks';
import { Notice, ReadNotice } from '../notice.tsx';
import { counted } from '../plural.ts';
import { SignedOut } from '../signed-out.tsx';
import { useClient } from '../surface.tsx';
import { useRead } from '../use-read.ts';
import { AccountCard } from './account-card.tsx';
import { CompanyCard } from './company-card.tsx';
import { DeleteData } from './delete-data.tsx';
import { NotificationsForm } from './notifications-form.tsx';
import { ServerForm } from './server-form.tsx';
import { SiteList, type SiteListProps } from './site-list.tsx';

/** Everything that can be set: account, sites, notifications, server. */
export function OptionsView(props: Pick<SiteListProps, 'onTurnOn' | 'onRemove'>) {
  const { text } = useClient();
  const session = useRead('session:read', undefined, ['session']);
  const settings = useRead('settings:read', undefined, ['session']);
  const sites = useRead('sites:list', undefined, []);
  // Said on the page itself: the card it was done in is gone with the session.
  const [deleted, setDeleted] = useState<number>();
  return (
    <main class="settings-page">
      <h1>{text('options_title')}</h1>
      <section>
        <h2>{text('options_account')}</h2>
        {deleted !== undefined && session.value?.state === 'signedOut' && (
          <Notice tone="good">
            {text('options_deleted')} {deleted > 0 && counted(text, 'panel_stopped', deleted)}
          </Notice>
        )}
        {!session.value ? (
          <ReadNotice read={session} what={text('options_what_account')} />
        ) : session.value.state === 'signedIn' ? (
          <AccountCard me={session.value.me} onSignedOut={session.retry} />
        ) : (
          <SignedOut />
        )}
      </section>
      {session.value?.state === 'signedIn' && <CompanyCard me={session.value.me} />}
      <section>
        <h2>{text('options_sites')}</h2>
        <p class="quiet">{text('options_sites_detail')}</p>
        {sites.value && <SiteList {...props} sites={sites.value} onChanged={sites.retry} />}
        <ReadNotice read={sites} what={text('options_what_sites')} />
      </section>
      <section>
        <h2>{text('options_notifications')}</h2>
        {settings.value && (
          <NotificationsForm settings={settings.value.notifications} onChanged={settings.retry} />
        )}
        <ReadNotice read={settings} what={text('options_what_settings')} />
      </section>
      <section>
        <h2>{text('options_server')}</h2>
        {settings.value && (
          <ServerForm
            serverUrl={settings.value.serverUrl}
            onChanged={() => {
              settings.retry();
              session.retry();
            }}
          />
        )}
      </section>
      {session.value?.state === 'signedIn' && (
        <section>
          <h2>{text('options_delete')}</h2>
          <DeleteData me={session.value.me} onDeleted={setDeleted} />
        </section>
      )}
    </main>
  );
}
