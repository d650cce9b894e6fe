import { z } from 'zod';
import { headerText } from '../domain/header-text.ts';
import { TimeZone, WorkingHours } from '../domain/working-hours.ts';
import { ApproveSend, maxBodyLength, Recipient, type SendDetail, SubmitSend } from './sends.ts';

/** When an email goes: an instant, and the working hours (of `zone`) it waits for. Without any, as soon as it can. */
const timing = {
  sendAt: z.iso.datetime({ offset: true }).optional(),
  zone: TimeZone.optional(),
  hours: WorkingHours.optional(),
};

/** One email to one recipient, now or later. */
export const TimedSend = SubmitSend.extend(timing);
export type TimedSend = z.input<typeof TimedSend>;

/** An email with every word of it, and how its time was asked for. */
export type TimedDetail = Omit<z.infer<typeof SendDetail>, 'zone' | 'hours'> & {
  zone: string | null;
  hours: WorkingHours | null;
};

/**
 * A waiting email as it shall be from now on. `contentHash` is that of the version which was on the screen. Without `to`
 * its recipient stays. Without `sendAt`, `zone` and `hours` its time stays; any one of them replaces all three.
 */
export const EditSend = ApproveSend.extend({
  subject: headerText(500),
  html: z.string().max(maxBodyLength),
  text: z.string().max(maxBodyLength).optional(),
  to: Recipient.optional(),
  ...timing,
});
export type EditSend = z.input<typeof EditSend>;
