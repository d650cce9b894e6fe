import { STAGES, type Candidate, type SentMail } from '../../model.ts';
import { PageHeader } from '../shell/page-header.tsx';
import { useResource } from '../use-resource.ts';

const Figure = ({ value, label }: { value: number | string; label: string }) => (
  <div class="hl-card hl-figure">
    <span class="hl-figure__value">{value}</span>
    <span class="hl-figure__label">{label}</span>
  </div>
);

export const Reports = () => {
  const candidates = useResource<Candidate[]>('/candidates').data ?? [];
  const emails = useResource<SentMail[]>('/emails').data ?? [];
  const counts = STAGES.map((stage) => ({
    stage,
    count: candidates.filter((candidate) => candidate.stage === stage).length,
  }));
  const most = Math.max(1, ...counts.map(({ count }) => count));
  return (
    <div class="hl-page">
      <PageHeader title="Reports" detail="The pipeline today" />
      <div class="hl-figures">
        <Figure value={candidates.length} label="Candidates" />
        <Figure
          value={counts.find(({ stage }) => stage === 'Hired')?.count ?? 0}
          label="Hired this quarter"
        />
        <Figure value={emails.length} label="Emails sent from Hireline" />
        <Figure value="23 days" label="Median time to hire" />
      </div>
      <section class="hl-card" aria-labelledby="hl-funnel">
        <h2 id="hl-funnel" class="hl-card__title">
          Candidates by stage
        </h2>
        <dl class="hl-bars">
          {counts.map(({ stage, count }) => (
            <div key={stage} class="hl-bars__row">
              <dt>{stage}</dt>
              <dd>
                <span class="hl-bars__bar" style={{ width: `${(count / most) * 100}%` }} />
                {count}
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
};
