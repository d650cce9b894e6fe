import type { Grant } from '../../../shared/api/grants.ts';
import { utcDay } from '../../clock.ts';
import { suspensionReasons } from '../../grants/refresh-suspension.ts';
import { readUsage, type GrantRow } from '../../store/grants.ts';
import { readMailboxStates, readPeople } from '../../store/people.ts';
import { countWaiting } from '../../store/sends.ts';
import { readSuspensionFacts } from '../../store/suspension.ts';
import type { Db } from '../../store/store.ts';
import { toInstant } from './instant.ts';

/** Grants as their two people see them; a page costs a fixed handful of queries, whatever its length. */
export async function viewGrants(q: Db, rows: readonly GrantRow[], now: number): Promise<Grant[]> {
  const standing = rows
    .filter((row) => row.state === 'active' || row.state === 'suspended')
    .map(({ id }) => id);
  const suspended = rows.filter(({ state }) => state === 'suspended').map(({ id }) => id);
  const [people, mailboxes, usage, waiting, suspension] = await Promise.all([
    readPeople(
      q,
      rows.flatMap((row) => [row.requestorId, row.acceptorId]),
    ),
    readMailboxStates(
      q,
      rows.map((row) => row.mailboxId),
    ),
    readUsage(q, standing, utcDay(now)),
    countWaiting(q, standing),
    readSuspensionFacts(q, suspended),
  ]);
  return rows.map((row) => {
    const facts = suspension.get(row.id);
    return {
      id: row.id,
      state: row.state,
      suspendedBy: facts ? suspensionReasons(facts) : [],
      requestor: people.get(row.requestorId)!,
      acceptor: people.get(row.acceptorId)!,
      mailbox: mailboxes.get(row.mailboxId)!,
      note: row.note,
      terms: row.terms,
      termsDigest: row.termsDigest,
      usedToday: usage.get(row.id) ?? 0,
      waiting: waiting.get(row.id) ?? 0,
      createdAt: toInstant(row.createdAt),
      lapsesAt: row.state === 'requesting' ? toInstant(row.endsAt) : null,
      activeSince: toInstant(row.activeSince),
      endedAt: toInstant(row.endedAt),
    };
  });
}

/** One grant. See `viewGrants`. */
export async function viewGrant(q: Db, row: GrantRow, now: number): Promise<Grant> {
  const [view] = await viewGrants(q, [row], now);
  return view!;
}
