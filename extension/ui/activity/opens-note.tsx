import type { SenderCounts } from '../../../shared/api/stats.ts';
import { counted } from '../plural.ts';
import { useClient } from '../surface.tsx';

/** Says what “opened” counts, and what it does not. */
export function OpensNote({ total }: { total: SenderCounts }) {
  const { text } = useClient();
  return (
    <p class="quiet">
      {text('activity_opens_people')}{' '}
      {total.openMachines > 0 && `${counted(text, 'activity_opens_machines', total.openMachines)} `}
      {total.openUnknown > 0 && `${counted(text, 'activity_opens_unknown', total.openUnknown)} `}
      {total.bounced > 0 && counted(text, 'activity_bounces', total.bounced)} {text('activity_utc')}
    </p>
  );
}
