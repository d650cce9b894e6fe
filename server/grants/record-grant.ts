import type { EventType } from '../../shared/api/events.ts';
import { appendAuditAll } from '../audit/append.ts';
import type { AuditAction } from '../audit/actions.ts';
import { tellAll } from '../store/events.ts';
import type { GrantRow } from '../store/grants.ts';
import type { Db } from '../store/store.ts';

/** What happened to a grant. `actorId` null is the system. */
export type GrantNote = {
  action: AuditAction;
  event: EventType;
  actorId: string | null;
  now: number;
  details?: Record<string, unknown>;
};

/**
 * Writes down what happened to a grant and tells both people, in the unit of work that did it. The person who acted is
 * told too, so that their other windows follow.
 */
export const recordGrant = (q: Db, grant: GrantRow, note: GrantNote): Promise<void> =>
  recordGrants(q, [{ grant, note }]);

/** The same for several grants at once. */
export async function recordGrants(
  q: Db,
  records: readonly { grant: GrantRow; note: GrantNote }[],
): Promise<void> {
  if (records.length === 0) return;
  await tellAll(
    q,
    records.flatMap(({ grant, note: { event, actorId, now } }) =>
      [...new Set([grant.requestorId, grant.acceptorId])].map((memberId) => ({
        memberId,
        note: { type: event, subjectId: grant.id, actorId, at: now },
      })),
    ),
  );
  await appendAuditAll(
    q,
    records.map(({ grant, note: { action, actorId, now, details } }) => ({
      workspaceId: grant.workspaceId,
      at: now,
      action,
      actorId,
      subjectType: 'grant' as const,
      subjectId: grant.id,
      requestorId: grant.requestorId,
      acceptorId: grant.acceptorId,
      details: { termsDigest: grant.termsDigest, ...details },
    })),
  );
}
