/** Where the server reads the time from (epoch milliseconds), so that tests can move it. */
export type Clock = () => number;
export const systemClock: Clock = () => Date.now();

/** The UTC day of an instant, as `YYYY-MM-DD`: what daily caps count in. */
export const utcDay = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
/** The instant at which a UTC day (`YYYY-MM-DD`) begins. */
export const startOfDay = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** The hour an instant lies in, counted since the epoch: what a mailbox's day is counted by. */
export const hourOf = (instant: number): number => Math.floor(instant / hourMs);
