import type { Sender } from '../../shared/api/senders.ts';
import { utcDay } from '../clock.ts';
import { listGrantsHeldBy, listGrantsLost, readUsage, type GrantRow } from '../store/grants.ts';
import { erasedIssuer } from '../store/members.ts';
import { findColleague, readPeople } from '../store/people.ts';
import { readSuspensionFacts, type SuspensionFacts } from '../store/suspension.ts';
import type { Db } from '../store/store.ts';
import type { GrantActor } from './grant-actor.ts';
import { suspensionReasons } from './refresh-suspension.ts';

/** How long somebody who took their permission back still stands in the picker, greyed, so that nobody wonders (milliseconds). */
const rememberLostMs = 14 * 24 * 60 * 60 * 1000;

/** The From choices of a member: myself first, then everybody they asked, may or lately could send as, with why not if not. */
export async function listSenders(q: Db, { memberId, workspaceId, now }: GrantActor): Promise<Sender[]> {
  const me = await findColleague(q, workspaceId, memberId);
  if (!me) return [];
  const open = await listGrantsHeldBy(q, memberId);
  const lost = (await listGrantsLost(q, memberId, now - rememberLostMs)).filter(
    // Of somebody who had their data deleted there is nobody left to choose.
    (grant) => grant.iss !== erasedIssuer,
  );
  const grants = onePerMailbox([...open, ...lost]);
  const suspended = grants.filter(({ state }) => state === 'suspended').map(({ id }) => id);
  const [people, usage, facts] = await Promise.all([
    readPeople(q, [memberId, ...grants.map((grant) => grant.acceptorId)]),
    readUsage(
      q,
      grants.map((grant) => grant.id),
      utcDay(now),
    ),
    readSuspensionFacts(q, suspended),
  ]);
  const connected = me.mailbox.state === 'connected';
  const myself: Sender = {
    grantId: null,
    mailboxId: me.mailbox.id,
    person: people.get(memberId)!,
    usable: connected,
    reason: connected ? null : 'mailbox_not_connected',
    leftToday: null,
    dailyCap: null,
    approval: 'none',
  };
  const delegated = grants.map((grant): Sender => {
    const leftToday = Math.max(0, grant.terms.dailyCap - (usage.get(grant.id) ?? 0));
    const reason = whyNot(grant, { facts: facts.get(grant.id), leftToday, now });
    return {
      grantId: grant.id,
      mailboxId: grant.mailboxId,
      person: people.get(grant.acceptorId)!,
      usable: reason === null,
      reason,
      leftToday,
      dailyCap: grant.terms.dailyCap,
      approval: grant.terms.approval,
    };
  });
  return [myself, ...delegated.sort((a, b) => Number(b.usable) - Number(a.usable))];
}

/** The first of each mailbox: an open grant stands before what was lost, and of that the latest. */
const onePerMailbox = (grants: readonly GrantRow[]): GrantRow[] =>
  [...new Map(grants.toReversed().map((grant) => [grant.mailboxId, grant])).values()].toReversed();

function whyNot(
  grant: GrantRow,
  { facts, leftToday, now }: { facts: SuspensionFacts | undefined; leftToday: number; now: number },
): Sender['reason'] {
  if (grant.state === 'revoked' || grant.state === 'expired') return grant.state;
  if (grant.state === 'requesting') return 'not_accepted';
  if (grant.state === 'suspended') return `suspended_${(facts && suspensionReasons(facts)[0]) ?? 'pause'}`;
  if (grant.endsAt !== null && grant.endsAt <= now) return 'expired';
  return leftToday === 0 ? 'cap_reached' : null;
}
