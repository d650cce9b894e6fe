import { z } from 'zod';
import { TimeZone, WorkingHours } from '../domain/working-hours.ts';

/**
 * When an email is to go. `sendAt` is an instant with its offset, or a local time such as `2026-11-25T09:00` in `zone`;
 * without it the email goes now, and what lies in the past is now. `hours` are those it may go out in, in `zone`.
 */
export const timing = {
  sendAt: z.union([z.iso.datetime({ offset: true }), z.iso.datetime({ local: true }).max(29)]).optional(),
  zone: TimeZone.optional(),
  hours: WorkingHours.optional(),
};
