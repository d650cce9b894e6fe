import type { TrackedRow } from '../../store/outcomes.ts';

/**
 * After so long (milliseconds) nothing that comes later changes what a hit was taken for: what scanners do to an email
 * they do in one go. Longer than the look of upkeep each minute, which therefore finds in time what is to be told.
 */
export const finalMs = 120_000;

type Told = Pick<TrackedRow, 'firstOpenAt' | 'firstClickAt' | 'openToldAt' | 'clickToldAt'>;

/** When there is something to tell about an email next, once for each side: its first open or click by a person is final. */
export function tellAtOf({ firstOpenAt, firstClickAt, openToldAt, clickToldAt }: Told): number | null {
  const firsts = [openToldAt === null ? firstOpenAt : null, clickToldAt === null ? firstClickAt : null];
  const open = firsts.filter((at) => at !== null);
  return open.length === 0 ? null : Math.min(...open) + finalMs;
}
