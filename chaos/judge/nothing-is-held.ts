import type { Check } from './check.ts';

/** At rest no email is leased, no mailbox busy, and none waits for anything. */
export const nothingIsHeld: Check = {
  name: 'nothing is held at rest',
  *find({ stored, now, canary }) {
    for (const { id, leaseUntil } of stored.sends)
      if (leaseUntil !== null) yield { what: 'Its lease is still there.', sendId: id };
    for (const { email, restsUntil, nextDueAt } of stored.mailboxes) {
      if (restsUntil > now) yield { what: `${email} rests for ${restsUntil - now} ms more.` };
      if (nextDueAt !== null) yield { what: `${email} still waits for something to be due.` };
    }
    if (canary > 0) yield { what: "There is something in the canary's mailbox: a check was passed by." };
  },
};
