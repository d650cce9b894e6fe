import { useEffect, useState } from 'preact/hooks';
import { STAGES, type Candidate, type Stage } from '../../model.ts';
import { Avatar } from '../avatar.tsx';
import { useComposer } from '../compose/composer-context.tsx';
import { Icon } from '../icon.tsx';
import { request } from '../request.ts';
import { Link } from '../router.tsx';
import { NotFound } from '../shell/not-found.tsx';
import { useTitle } from '../shell/page-header.tsx';
import { useToast } from '../shell/toasts.tsx';
import { useResource } from '../use-resource.ts';
import { ActivityTab } from './activity-tab.tsx';
import { EmailsTab } from './emails-tab.tsx';
import { NotesTab } from './notes-tab.tsx';
import { OverviewTab } from './overview-tab.tsx';

const TABS = ['overview', 'emails', 'notes', 'activity'] as const;
const capitalise = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

export const CandidateProfile = ({ id, tab = 'overview' }: { id: string; tab?: string | undefined }) => {
  const { data: candidate, error, reload } = useResource<Candidate>(`/candidates/${encodeURIComponent(id)}`);
  const { openComposer, sentCount } = useComposer();
  const [saving, setSaving] = useState(false);
  const showToast = useToast();
  useTitle(candidate?.name ?? 'Candidate');
  useEffect(() => {
    if (sentCount > 0) reload();
  }, [sentCount, reload]);

  if (error) return <NotFound what="This candidate" />;
  if (!candidate) return <p class="hl-boot">Loading…</p>;

  const changeStage = async (stage: Stage): Promise<void> => {
    setSaving(true);
    await request(`/candidates/${id}`, 'PATCH', { stage }).then(
      () => showToast(`Moved to ${stage}`),
      (reason: Error) => showToast(reason.message),
    );
    reload();
    setSaving(false);
  };

  return (
    <article class="hl-profile" aria-busy={saving}>
      <Link to="/candidates" class="hl-back">
        <Icon name="back" /> Candidates
      </Link>
      <div class="hl-profile__header">
        <Avatar name={candidate.name} size="l" />
        <div class="hl-profile__who">
          <h1 class="hl-profile__name">{candidate.name}</h1>
          <p class="hl-muted">
            {candidate.title} at {candidate.company} · {candidate.location}
          </p>
          <p>
            <a href={`mailto:${candidate.email}`}>{candidate.email}</a>
          </p>
        </div>
        <div class="hl-profile__actions">
          <label class="hl-inline-field">
            <span class="hl-inline-field__label">Stage</span>
            <select
              key={candidate.stage}
              class="hl-select"
              value={candidate.stage}
              onChange={(event) => void changeStage(event.currentTarget.value as Stage)}
            >
              {STAGES.map((stage) => (
                <option key={stage}>{stage}</option>
              ))}
            </select>
          </label>
          <button
            type="button"
            class="hl-button hl-button--primary hl-profile__email"
            onClick={() => openComposer(candidate)}
          >
            <Icon name="mail" /> Email
          </button>
        </div>
      </div>
      <nav class="hl-tabs" aria-label="Candidate">
        {TABS.map((name) => (
          <Link
            key={name}
            class="hl-tabs__tab"
            to={`/candidates/${id}${name === 'overview' ? '' : `/${name}`}`}
            current={name === tab}
          >
            {capitalise(name)}
          </Link>
        ))}
      </nav>
      <div key={tab} class="hl-profile__panel">
        {tab === 'overview' && <OverviewTab candidate={candidate} />}
        {tab === 'emails' && <EmailsTab candidate={candidate} />}
        {tab === 'notes' && <NotesTab candidate={candidate} onChange={reload} />}
        {tab === 'activity' && <ActivityTab candidate={candidate} />}
      </div>
    </article>
  );
};
