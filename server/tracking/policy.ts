import { isDeepStrictEqual } from 'node:util';
import type { WorkspacePolicy } from '../../shared/domain/tracking-policy.ts';
import type { GrantActor } from '../grants/grant-actor.ts';
import { appendAudit } from '../audit/append.ts';
import { onlyAdmin, type Refusal } from '../refusal.ts';
import { lockAdmin } from '../store/members.ts';
import type { Store } from '../store/store.ts';
import { readPolicy, writePolicy } from '../store/workspaces.ts';

/**
 * An admin decides what holds for emails submitted from now on. What was submitted before keeps what held then: the
 * pixel of an email that is out can't be taken out of it, and nobody approved a line that came later. Deciding the same
 * again is no change and not written down.
 */
export function changePolicy(
  store: Store,
  actor: GrantActor,
  policy: WorkspacePolicy,
): Promise<WorkspacePolicy | Refusal> {
  const { workspaceId, memberId, now } = actor;
  return store.tx(async (q) => {
    if (!(await lockAdmin(q, actor))) return onlyAdmin();
    const before = await readPolicy(q, workspaceId);
    if (isDeepStrictEqual(before, policy)) return before;
    await writePolicy(q, workspaceId, policy);
    await appendAudit(q, {
      ...{ workspaceId, at: now, action: 'policy.change', actorId: memberId },
      ...{ subjectType: 'workspace', subjectId: workspaceId, details: { from: before, to: policy } },
    });
    return policy;
  });
}
