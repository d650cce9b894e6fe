import { useState } from 'preact/hooks';
import type { Candidate, Job } from '../../model.ts';
import { Avatar } from '../avatar.tsx';
import { Icon } from '../icon.tsx';
import { Link, navigate } from '../router.tsx';
import { PageHeader } from '../shell/page-header.tsx';
import { Time } from '../time.tsx';
import { useResource } from '../use-resource.ts';
import { StagePill } from './stage-pill.tsx';

const Row = ({ candidate, job }: { candidate: Candidate; job: string }) => (
  <tr class="hl-table__row" onClick={() => navigate(`/candidates/${candidate.id}`)}>
    <td>
      <div class="hl-person">
        <Avatar name={candidate.name} />
        <div>
          <Link to={`/candidates/${candidate.id}`} class="hl-person__name">
            {candidate.name}
          </Link>
          <div class="hl-muted">{candidate.email}</div>
        </div>
      </div>
    </td>
    <td class="hl-table__wide">
      {candidate.title}
      <div class="hl-muted">{candidate.company}</div>
    </td>
    <td>{job}</td>
    <td>
      <StagePill stage={candidate.stage} />
    </td>
    <td class="hl-muted hl-table__wide">
      <Time at={candidate.appliedAt} />
    </td>
  </tr>
);

export const CandidateList = () => {
  const [query, setQuery] = useState('');
  const { data, error } = useResource<Candidate[]>(`/candidates?q=${encodeURIComponent(query)}`);
  const jobs = useResource<Job[]>('/jobs').data ?? [];
  return (
    <div class="hl-page">
      <PageHeader title="Candidates" detail={data ? `${data.length} people` : 'Loading…'}>
        <div class="hl-search">
          <Icon name="search" />
          <input
            class="hl-search__input"
            type="search"
            aria-label="Search candidates"
            placeholder="Search people"
            value={query}
            onInput={(event) => setQuery(event.currentTarget.value)}
          />
          <kbd class="hl-search__key">/</kbd>
        </div>
      </PageHeader>
      {error && <p class="hl-alert">{error}</p>}
      <div class="hl-card hl-card--flush">
        <table class="hl-table">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col" class="hl-table__wide">
                Current role
              </th>
              <th scope="col">Job</th>
              <th scope="col">Stage</th>
              <th scope="col" class="hl-table__wide">
                Applied
              </th>
            </tr>
          </thead>
          <tbody>
            {data?.map((candidate) => (
              <Row
                key={candidate.id}
                candidate={candidate}
                job={jobs.find((job) => job.id === candidate.jobId)?.title ?? ''}
              />
            ))}
          </tbody>
        </table>
        {data?.length === 0 && <p class="hl-table__none">Nobody matches “{query}”.</p>}
      </div>
    </div>
  );
};
