import type { SenderCounts, Stats } from '../../../shared/api/stats.ts';
import { languageOf } from '../plural.ts';
import { useClient } from '../surface.tsx';
import { useLanguage } from '../time.tsx';
import { axisTop, series, spansOf, type Series, type Span } from './chart-bars.ts';
import { isUnseen, ofHowMany } from './of-how-many.ts';

// In units of the drawing: it is stretched to the width there is.
const [width, height, gap] = [100, 40, 0.25];

/** One drawing for each of sent, opened, clicked and replied over time, and a table of the same for who reads instead. */
export function DayCharts({ stats }: { stats: Stats }) {
  const { text } = useClient();
  const shown = spansOf(stats.days);
  return (
    <>
      <div class="charts">
        {series.map((what) => (
          <DayChart key={what} what={what} spans={shown} counts={stats.total} />
        ))}
      </div>
      <details>
        <summary>{text('activity_as_table')}</summary>
        <DayTable spans={shown} />
      </details>
    </>
  );
}

type DayChartProps = { what: Series; spans: readonly Span[]; counts: SenderCounts };

function DayChart({ what, spans, counts }: DayChartProps) {
  const { text } = useClient();
  const total = counts[what];
  const unseen = isUnseen(counts, what);
  const all = ofHowMany(counts, what);
  const spanName = useSpanName(spans);
  const number = new Intl.NumberFormat(languageOf(text));
  const most = spans.reduce((best, span) => (span[what] > best[what] ? span : best), spans[0]!);
  const top = axisTop(most[what]);
  const step = width / spans.length;
  const [first, last] = [spans[0]!, spans.at(-1)!];
  const name = text(
    unseen ? 'activity_chart_unseen' : total === 0 ? 'activity_chart_none' : 'activity_chart_name',
    text(`activity_series_${what}`),
    number.format(total),
    spanName({ from: first.from, to: last.to }),
    number.format(most[what]),
    spanName(most),
  );
  return (
    <figure class={`chart series-${what}`}>
      <figcaption>
        {text(`activity_series_${what}`)}{' '}
        {unseen ? (
          <span class="quiet">{text('activity_unseen')}</span>
        ) : (
          <>
            <strong>{number.format(total)}</strong>
            {all !== counts.sent && (
              <span class="quiet"> {text('activity_of_seen', number.format(all))}</span>
            )}
          </>
        )}
      </figcaption>
      <div class="plot">
        <span class="top" aria-hidden="true">
          {number.format(top)}
        </span>
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={name}>
          <path class="grid" d={`M0 .5H${width}M0 ${height - 0.5}H${width}`} />
          {spans.map((span, i) => {
            const high = (span[what] / top) * (height - 1);
            return span[what] === 0 ? null : (
              <rect
                key={span.from}
                x={i * step + step * gap * 0.5}
                y={height - 0.5 - high}
                width={step * (1 - gap)}
                height={high}
              >
                <title>{`${spanName(span)}: ${number.format(span[what])}`}</title>
              </rect>
            );
          })}
        </svg>
        <span class="ends" aria-hidden="true">
          <span>{spanName({ from: first.from, to: first.from })}</span>
          <span>{spanName({ from: last.to, to: last.to })}</span>
        </span>
      </div>
    </figure>
  );
}

const columns = ['sent', 'opened', 'clicked', 'replied', 'bounced', 'openMachines', 'openUnknown'] as const;

/** All figures as text; days on which nothing was sent are left out. */
function DayTable({ spans }: { spans: readonly Span[] }) {
  const { text } = useClient();
  const spanName = useSpanName(spans);
  const number = new Intl.NumberFormat(languageOf(text));
  const busy = spans.filter(({ sent }) => sent > 0).reverse();
  return (
    <table class="figures">
      <thead>
        <tr>
          <th scope="col">{text('activity_day')}</th>
          {columns.map((column) => (
            <th scope="col" key={column}>
              {text(`activity_series_${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {busy.map((span) => (
          <tr key={span.from}>
            <th scope="row">{spanName(span)}</th>
            {columns.map((column) => (
              <td key={column} data-label={text(`activity_series_${column}`)}>
                {isUnseen(span, column) ? (
                  <span class="quiet">{text('activity_unseen')}</span>
                ) : (
                  number.format(span[column])
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Names a day (“3 Mar”) or several in a row (“3–9 Mar”). They are days in UTC, as the server counts. */
function useSpanName(spans: readonly Span[]): (span: { from: string; to: string }) => string {
  const [first, last] = [spans[0]?.from.slice(0, 4), spans.at(-1)?.to.slice(0, 4)];
  const format = new Intl.DateTimeFormat(useLanguage(), {
    ...{ day: 'numeric', month: 'short', timeZone: 'UTC' },
    ...(first === last ? {} : { year: 'numeric' }),
  });
  return ({ from, to }) => format.formatRange(Date.parse(from), Date.parse(to));
}
