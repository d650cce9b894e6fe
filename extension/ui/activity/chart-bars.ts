import type { DayStats, SenderCounts } from '../../../shared/api/stats.ts';

/** What is drawn over time, in this order. */
export const series = ['sent', 'opened', 'clicked', 'replied'] as const;
export type Series = (typeof series)[number];

/** Some days in a row, summed up; `from` and `to` are the first and the last of them. */
export type Span = SenderCounts & { from: string; to: string };

/** More bars than this can't be told apart: then each stands for a week. */
const mostBars = 92;

/** Days as they are drawn: each, or by weeks that end with the last day. */
export function spansOf(days: readonly DayStats[]): Span[] {
  const length = days.length > mostBars ? 7 : 1;
  const spans: Span[] = [];
  for (let end = days.length; end > 0; end -= length) {
    const [first, ...more] = days.slice(Math.max(0, end - length), end);
    const { day, ...counts } = first!;
    const span: Span = { ...counts, from: day, to: more.at(-1)?.day ?? day };
    for (const one of more)
      for (const what of Object.keys(counts) as (keyof SenderCounts)[]) span[what] += one[what];
    spans.unshift(span);
  }
  return spans;
}

/** The height of the axis: the first of 5, 10, 20, 50… that nothing reaches beyond. One or two are no mountain. */
export function axisTop(most: number): number {
  if (most <= 5) return 5;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((step) => step * power).find((top) => top >= most)!;
}
