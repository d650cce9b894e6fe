const dayMs = 86_400_000;

/** The periods that can be chosen, in days, today among them. */
export const periods = [7, 30, 90, 365] as const;
export type Period = (typeof periods)[number];

/** The first and the last day (UTC) of a period that ends `now` (ms). */
export const daysOf = (period: Period, now: number): { from: string; to: string } => ({
  from: dayOf(now - (period - 1) * dayMs),
  to: dayOf(now),
});

const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
