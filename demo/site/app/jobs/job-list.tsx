import type { Candidate, Job } from '../../model.ts';
import { PageHeader } from '../shell/page-header.tsx';
import { Time } from '../time.tsx';
import { useResource } from '../use-resource.ts';

export const JobList = () => {
  const jobs = useResource<Job[]>('/jobs');
  const candidates = useResource<Candidate[]>('/candidates');
  return (
    <div class="hl-page">
      <PageHeader title="Jobs" detail="What Acme is hiring for" />
      {jobs.error && <p class="hl-alert">{jobs.error}</p>}
      <ul class="hl-cards">
        {jobs.data?.map((job) => {
          const inJob = candidates.data?.filter((candidate) => candidate.jobId === job.id) ?? [];
          return (
            <li key={job.id} class="hl-card hl-job">
              <div class="hl-job__head">
                <h2 class="hl-job__title">{job.title}</h2>
                <span class={`hl-stage hl-stage--${job.status === 'Open' ? 'hired' : 'applied'}`}>
                  {job.status}
                </span>
              </div>
              <p class="hl-muted">
                {job.team} · {job.location}
              </p>
              <p class="hl-job__foot">
                <strong>{inJob.length}</strong> in the pipeline · opened <Time at={job.openedAt} />
              </p>
            </li>
          );
        })}
      </ul>
    </div>
  );
};
