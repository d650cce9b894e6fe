import type { SenderCounts, SenderStats } from '../../../shared/api/stats.ts';
import { Avatar } from '../avatar.tsx';
import { languageOf } from '../plural.ts';
import { plain } from '../person-name.ts';
import { useClient } from '../surface.tsx';
import { isUnseen, ofHowMany } from './of-how-many.ts';

const columns = ['sent', 'opened', 'clicked', 'replied', 'bounced'] as const;

/** What became of emails by whom they went out as, with a bar for how they compare. */
export function SenderTable({ senders, meId }: { senders: readonly SenderStats[]; meId: string }) {
  const { text } = useClient();
  const number = new Intl.NumberFormat(languageOf(text));
  const percent = new Intl.NumberFormat(languageOf(text), { style: 'percent' });
  const most = Math.max(1, ...senders.map(({ sent }) => sent));
  /** How many, and which part of what was looked at for it. */
  const share = (counts: SenderCounts, what: (typeof columns)[number]) => {
    if (isUnseen(counts, what)) return <span class="quiet">{text('activity_unseen')}</span>;
    const [count, all] = [counts[what], ofHowMany(counts, what)];
    if (what === 'sent' || count === 0 || !all) return number.format(count);
    const part = percent.format(count / all);
    return all === counts.sent
      ? text('activity_share', number.format(count), part)
      : text('activity_share_of', number.format(count), part, number.format(all));
  };
  return (
    <table class="figures" aria-label={text('activity_by_sender')}>
      <thead>
        <tr>
          <th scope="col">{text('activity_sent_as')}</th>
          {columns.map((column) => (
            <th scope="col" key={column}>
              {text(`activity_series_${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {senders.map(({ person, ...counts }) => (
          <tr key={person.id}>
            <th scope="row">
              <span class="person-cell">
                <Avatar person={person} />
                <bdi>{person.id === meId ? text('activity_myself') : plain(person.name)}</bdi>
              </span>
            </th>
            {columns.map((column) => (
              <td key={column} data-label={text(`activity_series_${column}`)}>
                {share(counts, column)}
                <i
                  class={`share series-${column}`}
                  aria-hidden="true"
                  style={{ '--share': counts[column] / most }}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
