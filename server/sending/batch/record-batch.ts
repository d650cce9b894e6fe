import type { EventType } from '../../../shared/api/events.ts';
import type { AuditAction } from '../../audit/actions.ts';
import { appendAuditAll, type AuditNote } from '../../audit/append.ts';
import type { GrantActor } from '../../grants/grant-actor.ts';
import type { BatchRow } from '../../store/batches.ts';
import { tell } from '../../store/events.ts';
import type { Db } from '../../store/store.ts';

/**
 * Writes down what happened to a batch, and to each email it happened to, so that each has its whole history; both
 * people are told once.
 */
export async function recordBatch(
  q: Db,
  batch: BatchRow,
  note: {
    action: AuditAction;
    event: EventType;
    actor: GrantActor;
    details: Record<string, unknown>;
    each?: { action: AuditAction; sends: readonly { id: string; contentHash: string; dueAt: number }[] };
  },
): Promise<void> {
  const { action, event, actor, details, each } = note;
  const { workspaceId, requestorId, acceptorId, grantId } = batch;
  const at = actor.now;
  const common = { workspaceId, at, actorId: actor.memberId, requestorId, acceptorId };
  await tell(q, [requestorId, acceptorId], {
    ...{ type: event, subjectId: batch.id, actorId: actor.memberId, at },
  });
  await appendAuditAll(q, [
    { ...common, action, subjectType: 'batch', subjectId: batch.id, details: { grantId, ...details } },
    ...(each?.sends ?? []).map(({ id, contentHash, dueAt }): AuditNote => ({
      ...{ ...common, action: each!.action, subjectType: 'send', subjectId: id },
      details: { grantId, batchId: batch.id, contentHash, dueAt },
    })),
  ]);
}
