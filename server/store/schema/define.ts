import type { Kit } from './kit.ts';
import { definePeople } from './tables/people.ts';
import { defineMailboxes } from './tables/mailboxes.ts';
import { defineSessions } from './tables/sessions.ts';
import { defineGrants } from './tables/grants.ts';
import { defineSends } from './tables/sends.ts';
import { defineOutcomes } from './tables/outcomes.ts';
import { defineRecords } from './tables/records.ts';

/**
 * Every table, once, for both engines. Instants are epoch milliseconds. Columns named `sealed…` hold ciphertext of the
 * vault and nothing else ever writes them. Secrets we only need to recognise are stored as SHA-256 (`hash`).
 */
export function define(kit: Kit) {
  const people = definePeople(kit);
  const mailboxes = defineMailboxes(kit, people);
  const grants = defineGrants(kit, { ...people, ...mailboxes });
  const sends = defineSends(kit, { ...people, ...mailboxes, ...grants });
  return {
    ...people,
    ...mailboxes,
    ...defineSessions(kit, people),
    ...grants,
    ...sends,
    ...defineOutcomes(kit, { ...people, ...sends }),
    ...defineRecords(kit, people),
  };
}
