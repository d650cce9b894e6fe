import { notFound, type Refusal } from '../refusal.ts';
import { findGrantInWorkspace, moveGrant } from '../store/grants.ts';
import type { Store } from '../store/store.ts';
import { blockWaitingOfGrant } from './block-waiting.ts';
import type { GrantActor } from './grant-actor.ts';
import { grantMovedOn, type EndedGrant } from './move-own-grant.ts';
import { recordGrant } from './record-grant.ts';

/** An admin ends anybody's grant in the workspace. Admins can stop sending; nothing lets them start it. */
export function revokeAsAdmin(
  store: Store,
  { memberId, workspaceId, now }: GrantActor,
  id: string,
): Promise<EndedGrant | Refusal> {
  return store.tx(async (q) => {
    const grant = await findGrantInWorkspace(q, id, workspaceId);
    if (!grant) return notFound();
    const moved = await moveGrant(q, id, 'revoke', { endedAt: now, endsAt: null });
    if (!moved) return grantMovedOn(grant);
    const stopped = await blockWaitingOfGrant(q, moved, { actorId: memberId, now });
    await recordGrant(q, moved, {
      action: 'grant.revoke',
      event: 'grant.revoked',
      actorId: memberId,
      now,
      details: { stopped, by: 'admin' },
    });
    return { ...moved, stopped };
  });
}
