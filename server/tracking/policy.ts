import { isDeepStrictEqual } from 'node:util';
import type { ChangePolicy } from '../../shared/api/policy.ts';
import type { WorkspacePolicy } from '../../shared/domain/tracking-policy.ts';
import type { GrantActor } from '../grants/grant-actor.ts';
import { appendAudit } from '../audit/append.ts';
import { onlyAdmin, refuse, type Refusal } from '../refusal.ts';
import { findLastActor } from '../store/audit.ts';
import { lockAdmin } from '../store/members.ts';
import { readPeople } from '../store/people.ts';
import type { Db, Store } from '../store/store.ts';
import { lockWorkspaces, readPolicy, writePolicy } from '../store/workspaces.ts';

/**
 * An admin decides what holds for emails submitted from now on. What was submitted before keeps what held then: the
 * pixel of an email that is out can't be taken out of it, and nobody approved a line that came later. Deciding the same
 * again is no change and not written down. Refused when what they decided it instead of (`from`) holds no longer: nobody
 * takes back unawares what another admin has decided.
 */
export function changePolicy(
  store: Store,
  actor: GrantActor,
  { from, ...policy }: ChangePolicy,
): Promise<WorkspacePolicy | Refusal> {
  const { workspaceId, memberId, now } = actor;
  return store.tx(async (q) => {
    if (!(await lockAdmin(q, actor))) return onlyAdmin();
    // Two admins who save at once come one after the other.
    await lockWorkspaces(q, [workspaceId]);
    const before = await readPolicy(q, workspaceId);
    if (isDeepStrictEqual(before, policy)) return before;
    if (from && !isDeepStrictEqual(before, from)) return decidedMeanwhile(q, actor);
    await writePolicy(q, workspaceId, policy);
    await appendAudit(q, {
      ...{ workspaceId, at: now, action: 'policy.change', actorId: memberId },
      ...{ subjectType: 'workspace', subjectId: workspaceId, details: { from: before, to: policy } },
    });
    return policy;
  });
}

async function decidedMeanwhile(q: Db, { workspaceId, memberId }: GrantActor): Promise<Refusal> {
  const byId = await findLastActor(q, workspaceId, 'policy.change');
  const name = byId && (await readPeople(q, [byId])).get(byId)?.name;
  const who =
    byId === memberId ? 'You changed these rules elsewhere' : `${name || 'Somebody'} changed these rules`;
  return refuse('state_moved_on', `${who} meanwhile. Nothing was saved; look at what holds now.`);
}
