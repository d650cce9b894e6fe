import { listOpenGrantsOf } from '../store/grants.ts';
import type { Db } from '../store/store.ts';
import type { GrantActor } from './grant-actor.ts';
import { moveOwnGrantWithin, ownMoves } from './move-own-grant.ts';

/**
 * Ends every open request and grant of a member, on either side, each as they could themselves, in the caller's unit
 * of work: what waits is blocked and the other person told. Resolves with how many there were.
 */
export async function endGrantsOf(q: Db, actor: GrantActor): Promise<number> {
  const grants = await listOpenGrantsOf(q, actor.memberId);
  for (const { id, state, requestorId } of grants) {
    const asks = state === 'requesting';
    const move =
      requestorId === actor.memberId
        ? ownMoves[asks ? 'withdraw' : 'leave']
        : ownMoves[asks ? 'decline' : 'revoke'];
    await moveOwnGrantWithin(q, actor, move, id);
  }
  return grants.length;
}
