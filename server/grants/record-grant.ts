import type { EventType } from '../../shared/api/events.ts';
import { appendAudit } from '../audit/append.ts';
import type { AuditAction } from '../audit/actions.ts';
import { tell } from '../store/events.ts';
import type { GrantRow } from '../store/grants.ts';
import type { Db } from '../store/store.ts';

/**
 * Writes down what happened to a grant and tells both people, in the unit of work that did it. `actorId` null is the
 * system. The person who acted is told too, so that their other windows follow.
 */
export async function recordGrant(
  q: Db,
  grant: GrantRow,
  what: {
    action: AuditAction;
    event: EventType;
    actorId: string | null;
    now: number;
    details?: Record<string, unknown>;
  },
): Promise<void> {
  const { id, workspaceId, requestorId, acceptorId } = grant;
  const { action, event, actorId, now: at, details } = what;
  await tell(q, [requestorId, acceptorId], { type: event, subjectId: id, actorId, at });
  await appendAudit(q, {
    workspaceId,
    at,
    action,
    actorId,
    subjectType: 'grant',
    subjectId: id,
    requestorId,
    acceptorId,
    details: { termsDigest: grant.termsDigest, ...details },
  });
}
