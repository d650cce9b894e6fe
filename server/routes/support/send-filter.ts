import type { z } from 'zod';
import type { SendExportQuery } from '../../../shared/api/sends.ts';
import { dayMs, startOfDay } from '../../clock.ts';
import type { SendFilter } from '../../store/list-sends.ts';

/** Which sends a query asks for `now` (epoch milliseconds); whole days become instants. */
export const sendFilterOf = (
  { from, to, past, others, ...filter }: Omit<z.output<typeof SendExportQuery>, 'format'>,
  now: number,
): SendFilter => {
  const ends = [
    ...(to === undefined ? [] : [startOfDay(to) + dayMs]),
    ...(past === undefined ? [] : [now + 1]),
  ];
  return {
    ...filter,
    others: others !== undefined,
    since: from === undefined ? undefined : startOfDay(from),
    until: ends.length === 0 ? undefined : Math.min(...ends),
  };
};
