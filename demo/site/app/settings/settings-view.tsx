import type { Settings } from '../../model.ts';
import { request } from '../request.ts';
import { Link } from '../router.tsx';
import { NotFound } from '../shell/not-found.tsx';
import { PageHeader } from '../shell/page-header.tsx';
import { useToast } from '../shell/toasts.tsx';
import { useResource } from '../use-resource.ts';
import { BillingTab } from './billing-tab.tsx';
import { EmailSettings } from './email-settings.tsx';
import { NotificationSettings } from './notification-settings.tsx';
import { ProfileSettings } from './profile-settings.tsx';
import type { SaveSettings } from './save-settings.ts';
import { TeamTab } from './team-tab.tsx';

const TABS = ['profile', 'email', 'notifications', 'team', 'billing'];
const capitalise = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const Skeleton = () => (
  <div class="hl-skeleton" aria-hidden="true">
    <div class="hl-skeleton__line" />
    <div class="hl-skeleton__line" />
    <div class="hl-skeleton__line" />
  </div>
);

const Panel = ({ tab }: { tab: string }) => {
  const { data, error, reload } = useResource<Settings>('/settings');
  const showToast = useToast();
  const save: SaveSettings = async (patch) => {
    await request('/settings', 'PATCH', patch).then(
      () => showToast('Changes saved'),
      (reason: Error) => showToast(reason.message),
    );
    reload();
  };
  if (error) return <p class="hl-alert">{error}</p>;
  if (!data) return <Skeleton />;
  if (tab === 'profile') return <ProfileSettings value={data.profile} onSave={save} />;
  if (tab === 'email') return <EmailSettings value={data.email} onSave={save} />;
  if (tab === 'notifications') return <NotificationSettings value={data.notifications} onSave={save} />;
  return tab === 'team' ? <TeamTab /> : <BillingTab />;
};

export const SettingsView = ({ tab }: { tab: string }) => {
  if (!TABS.includes(tab)) return <NotFound what="This setting" />;
  return (
    <div class="hl-page hl-settings">
      <PageHeader title="Settings" />
      <nav class="hl-tabs" aria-label="Settings">
        {TABS.map((name) => (
          <Link key={name} class="hl-tabs__tab" to={`/settings/${name}`} current={name === tab}>
            {capitalise(name)}
          </Link>
        ))}
      </nav>
      <section
        key={tab}
        id={`settings-${tab}`}
        class={`hl-settings__panel hl-settings__panel--${tab}`}
        aria-label={`${capitalise(tab)} settings`}
      >
        <Panel tab={tab} />
      </section>
    </div>
  );
};
