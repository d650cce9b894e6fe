import { z } from 'zod';
import { approvalModes } from '../domain/terms.ts';
import { Id } from './page.ts';
import { Person } from './person.ts';

/** Why somebody in the From picker can't be chosen now. */
export const unusableReasons = [
  'not_accepted',
  'expired',
  'revoked',
  'suspended_pause',
  'suspended_mailbox',
  'suspended_frozen',
  'cap_reached',
  'mailbox_not_connected',
] as const;

/**
 * One choice of the From picker. Myself (`grantId` null) sends from my own mailbox, everybody else through a grant.
 * `leftToday` is what remains of the daily cap, null without one.
 */
export const Sender = z.strictObject({
  grantId: Id.nullable(),
  mailboxId: Id,
  person: Person,
  usable: z.boolean(),
  reason: z.enum(unusableReasons).nullable(),
  leftToday: z.int().nullable(),
  dailyCap: z.int().nullable(),
  approval: z.enum(approvalModes),
});
export type Sender = z.infer<typeof Sender>;

export const SenderList = z.strictObject({ items: z.array(Sender), nextCursor: z.null() });
