import type { Candidate } from '../../model.ts';
import { Time } from '../time.tsx';

export const ActivityTab = ({ candidate }: { candidate: Candidate }) => (
  <ol class="hl-card hl-timeline">
    {candidate.activity.map((entry) => (
      <li key={`${entry.at}${entry.text}`} class="hl-timeline__entry">
        <span>{entry.text}</span>
        <span class="hl-muted">
          <Time at={entry.at} />
        </span>
      </li>
    ))}
  </ol>
);
