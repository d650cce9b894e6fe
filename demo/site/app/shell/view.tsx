import { useEffect } from 'preact/hooks';
import { CandidateList } from '../candidates/candidate-list.tsx';
import { CandidateProfile } from '../candidates/candidate-profile.tsx';
import { JobList } from '../jobs/job-list.tsx';
import { Reports } from '../reports/reports.tsx';
import { redirect, useRoute } from '../router.tsx';
import { SettingsView } from '../settings/settings-view.tsx';
import { NotFound } from './not-found.tsx';

const Redirect = ({ to }: { to: string }) => {
  useEffect(() => redirect(to), [to]);
  return null;
};

const chooseView = ([area, id, tab]: string[]) => {
  if (!area) return <Redirect to="/candidates" />;
  if (area === 'candidates') return id ? <CandidateProfile key={id} id={id} tab={tab} /> : <CandidateList />;
  if (area === 'jobs') return <JobList />;
  if (area === 'reports') return <Reports />;
  if (area === 'settings') return id ? <SettingsView tab={id} /> : <Redirect to="/settings/profile" />;
  return <NotFound what="This page" />;
};

export const View = () => (
  <main id="hl-main" class="hl-main" tabIndex={-1}>
    {chooseView(useRoute())}
  </main>
);
