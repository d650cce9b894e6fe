import type { SenderCounts } from '../../../shared/api/stats.ts';
import { counted, languageOf } from '../plural.ts';
import { useClient } from '../surface.tsx';

/** Says what “opened” counts, what it does not, and where nobody looks for answers. */
export function FiguresNote({ total }: { total: SenderCounts }) {
  const { text } = useClient();
  const { sent, repliesLookedAt } = total;
  const number = new Intl.NumberFormat(languageOf(text));
  return (
    <p class="quiet">
      {text('activity_opens_people')}{' '}
      {total.openMachines > 0 && `${counted(text, 'activity_opens_machines', total.openMachines)} `}
      {total.openUnknown > 0 && `${counted(text, 'activity_opens_unknown', total.openUnknown)} `}
      {total.bounced > 0 && `${counted(text, 'activity_bounces', total.bounced)} `}
      {repliesLookedAt < sent &&
        `${text(
          repliesLookedAt === 0 ? 'activity_answers_none' : 'activity_answers_some',
          number.format(repliesLookedAt),
          number.format(sent),
        )} `}
      {text('activity_utc')}
    </p>
  );
}
