import type { SuspensionReason } from '../../shared/domain/grant-state.ts';
import { listStandingGrants, moveGrants, type GrantRow } from '../store/grants.ts';
import { readSuspensionFacts, type SuspensionFacts } from '../store/suspension.ts';
import type { Db } from '../store/store.ts';
import { recordGrants } from './record-grant.ts';

/** Why a grant can't be used although it stands: all reasons that hold now. Empty means it is live. */
export function suspensionReasons(facts: SuspensionFacts): SuspensionReason[] {
  return [
    ...(facts.mailboxState === 'connected' ? [] : (['mailbox'] as const)),
    ...(facts.acceptorPausedAt === null ? [] : (['pause'] as const)),
    ...(facts.acceptorFrozenAt === null && facts.requestorFrozenAt === null ? [] : (['frozen'] as const)),
  ];
}

/**
 * Brings every standing grant of a mailbox to the state its circumstances ask for: suspended while its mailbox is
 * disconnected, its acceptor paused or one of the two frozen, active again when none of that holds. Call it in the
 * unit of work that changed a circumstance. The same number of statements however many grants there are.
 */
export async function refreshSuspension(
  q: Db,
  mailboxId: string,
  now: number,
  actorId: string | null = null,
): Promise<void> {
  const standing = await listStandingGrants(q, mailboxId);
  const facts = await readSuspensionFacts(
    q,
    standing.map(({ id }) => id),
  );
  const reasonsOf = ({ id }: GrantRow) => suspensionReasons(facts.get(id)!);
  const [resuming, suspending] = [
    standing.filter((grant) => grant.state === 'suspended' && reasonsOf(grant).length === 0),
    standing.filter((grant) => grant.state === 'active' && reasonsOf(grant).length > 0),
  ];
  const idsOf = (grants: readonly GrantRow[]) => grants.map(({ id }) => id);
  const resumed = await moveGrants(q, idsOf(resuming), 'resume');
  const suspended = await moveGrants(q, idsOf(suspending), 'suspend');
  const note = (grant: GrantRow) => ({ actorId, now, details: { reasons: reasonsOf(grant) } });
  await recordGrants(q, [
    ...resumed.map((grant) => ({
      grant,
      note: { action: 'grant.resume' as const, event: 'grant.resumed' as const, ...note(grant) },
    })),
    ...suspended.map((grant) => ({
      grant,
      note: { action: 'grant.suspend' as const, event: 'grant.suspended' as const, ...note(grant) },
    })),
  ]);
}
