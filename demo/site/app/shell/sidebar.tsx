import { Avatar } from '../avatar.tsx';
import { Icon, type IconName } from '../icon.tsx';
import { Link, useRoute } from '../router.tsx';
import { useSession } from '../session-context.ts';

const AREAS: { path: string; label: string; icon: IconName }[] = [
  { path: 'jobs', label: 'Jobs', icon: 'jobs' },
  { path: 'candidates', label: 'Candidates', icon: 'candidates' },
  { path: 'reports', label: 'Reports', icon: 'reports' },
  { path: 'settings', label: 'Settings', icon: 'settings' },
];

export const Sidebar = () => {
  const [area] = useRoute();
  const { recruiter, workspace } = useSession();
  return (
    <header class="hl-sidebar">
      <Link to="/candidates" class="hl-brand" label="Hireline, home">
        <svg class="hl-brand__mark" viewBox="0 0 32 32" aria-hidden="true">
          <rect width="32" height="32" rx="8" />
          <path d="M10 8v16M22 8v16M10 16h12" />
        </svg>
        <span class="hl-brand__name">Hireline</span>
      </Link>
      <nav class="hl-nav" aria-label="Main">
        {AREAS.map(({ path, label, icon }) => (
          <Link key={path} to={`/${path}`} class="hl-nav__link" current={area === path} label={label}>
            <Icon name={icon} />
            <span class="hl-nav__label">{label}</span>
          </Link>
        ))}
      </nav>
      <div class="hl-me" title={`${recruiter.name} <${recruiter.email}>`}>
        <Avatar name={recruiter.name} />
        <div class="hl-me__text">
          <span class="hl-me__name">{recruiter.name}</span>
          <span class="hl-me__workspace">{workspace}</span>
        </div>
      </div>
    </header>
  );
};
