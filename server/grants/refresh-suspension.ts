import type { SuspensionReason } from '../../shared/domain/grant-state.ts';
import { listStandingGrants, moveGrant } from '../store/grants.ts';
import { readSuspensionFacts, type SuspensionFacts } from '../store/suspension.ts';
import type { Db } from '../store/store.ts';
import { recordGrant } from './record-grant.ts';

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
 * unit of work that changed a circumstance.
 */
export async function refreshSuspension(
  q: Db,
  mailboxId: string,
  now: number,
  actorId: string | null = null,
): Promise<void> {
  for (const grant of await listStandingGrants(q, mailboxId)) {
    const facts = await readSuspensionFacts(q, grant.id);
    const shouldStand = facts !== null && suspensionReasons(facts).length === 0;
    if (shouldStand === (grant.state === 'active')) continue;
    const event = shouldStand ? 'resume' : 'suspend';
    const moved = await moveGrant(q, grant.id, event, {});
    if (!moved) continue;
    await recordGrant(q, moved, {
      action: `grant.${event}`,
      event: shouldStand ? 'grant.resumed' : 'grant.suspended',
      actorId,
      now,
      details: { reasons: facts === null ? [] : suspensionReasons(facts) },
    });
  }
}
