import type { z } from 'zod';
import type { SendExportQuery } from '../../../shared/api/sends.ts';
import { dayMs, startOfDay } from '../../clock.ts';
import type { SendFilter } from '../../store/list-sends.ts';

/** Which sends a query asks for; whole days become instants. */
export const sendFilterOf = ({
  from,
  to,
  others,
  ...filter
}: Omit<z.output<typeof SendExportQuery>, 'format'>): SendFilter => ({
  ...filter,
  others: others !== undefined,
  since: from === undefined ? undefined : startOfDay(from),
  until: to === undefined ? undefined : startOfDay(to) + dayMs,
});
