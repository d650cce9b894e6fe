import type { Candidate, Job } from '../../model.ts';
import { Time } from '../time.tsx';
import { useResource } from '../use-resource.ts';

export const OverviewTab = ({ candidate }: { candidate: Candidate }) => {
  const jobs = useResource<Job[]>('/jobs').data ?? [];
  const facts: [string, preact.ComponentChildren][] = [
    ['Job', jobs.find((job) => job.id === candidate.jobId)?.title ?? '…'],
    ['Source', candidate.source],
    ['Applied', <Time at={candidate.appliedAt} />],
    ['Phone', candidate.phone],
  ];
  return (
    <div class="hl-columns">
      <section class="hl-card" aria-labelledby="hl-summary">
        <h2 id="hl-summary" class="hl-card__title">
          Summary
        </h2>
        <p>{candidate.summary}</p>
        <ul class="hl-tags" aria-label="Skills">
          {candidate.skills.map((skill) => (
            <li key={skill} class="hl-tag">
              {skill}
            </li>
          ))}
        </ul>
      </section>
      <section class="hl-card" aria-labelledby="hl-application">
        <h2 id="hl-application" class="hl-card__title">
          Application
        </h2>
        <dl class="hl-facts">
          {facts.map(([name, value]) => (
            <div key={name} class="hl-facts__row">
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
};
