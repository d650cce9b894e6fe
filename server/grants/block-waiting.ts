import type { SendFailure } from '../../shared/domain/send-state.ts';
import { appendAuditAll } from '../audit/append.ts';
import { endBatches } from '../store/batches.ts';
import type { GrantRow } from '../store/grants.ts';
import { takeLeases } from '../store/queue.ts';
import { blockWaitingSends, type SendHead, type WaitingScope } from '../store/sends.ts';
import { batchesOfMany, tellOfSends } from '../store/tell-of-sends.ts';
import type { Recipients } from '../store/suppressions.ts';
import { giveBackDays } from '../store/usage.ts';
import type { Db } from '../store/store.ts';

type Cause = { actorId: string | null; now: number };

/** Blocks whatever of a grant was not handed over yet. Resolves with how many that were. */
export const blockWaitingOfGrant = (q: Db, grant: GrantRow, cause: Cause): Promise<number> =>
  blockWaiting(q, { grantId: grant.id }, 'grant_not_live', cause);

/** Blocks what others still had waiting in a mailbox; with `own`, what its owner had waiting too. */
export const blockWaitingOfMailbox = (
  q: Db,
  mailboxId: string,
  why: SendFailure,
  cause: Cause & { own: boolean },
): Promise<number> => blockWaiting(q, { mailboxId, own: cause.own }, why, cause);

/** Blocks all that a member still had waiting, from whichever mailbox. */
export const blockWaitingOfRequestor = (
  q: Db,
  requestorId: string,
  why: SendFailure,
  cause: Cause,
): Promise<number> => blockWaiting(q, { requestorId }, why, cause);

/**
 * Blocks all that anybody of a workspace still had waiting for recipients who are not to be written to. A worker that
 * has just claimed one loses its lease: after this commits, nothing more is handed over to them.
 */
export async function blockWaitingTo(q: Db, to: Recipients, cause: Cause): Promise<number> {
  const end = { failure: 'recipient_suppressed' as const, endedAt: cause.now };
  const blocked = await blockWaitingSends(q, to, end);
  // In this order: a claim that was first for either statement is seen by the other.
  await takeLeases(q, to);
  await recordBlocked(q, blocked, cause);
  return blocked.length;
}

async function blockWaiting(q: Db, scope: WaitingScope, why: SendFailure, cause: Cause): Promise<number> {
  const blocked = await blockWaitingSends(q, scope, { failure: why, endedAt: cause.now });
  await recordBlocked(q, blocked, cause);
  return blocked.length;
}

/** Gives the days' slots back, tells both people (of a batch once) and writes each one down that was blocked. */
export async function recordBlocked(
  q: Db,
  blocked: readonly SendHead[],
  { actorId, now: at }: Cause,
): Promise<void> {
  if (blocked.length === 0) return;
  await giveBackDays(q, blocked);
  await endBatches(q, [...batchesOfMany(blocked)], at);
  await tellOfSends(q, blocked, { one: 'send.blocked', many: 'batch.blocked', actorId, at });
  await appendAuditAll(
    q,
    blocked.map((send) => ({
      workspaceId: send.workspaceId,
      at,
      action: 'send.block' as const,
      actorId,
      subjectType: 'send' as const,
      subjectId: send.id,
      requestorId: send.requestorId,
      acceptorId: send.acceptorId,
      details: { why: send.failure },
    })),
  );
}
