import type { EventType } from '../../shared/api/events.ts';
import type { GrantEvent } from '../../shared/domain/grant-state.ts';
import type { AuditAction } from '../audit/actions.ts';
import { notFound, refuse, type Refusal } from '../refusal.ts';
import { findGrantOf, moveGrant, type GrantRow } from '../store/grants.ts';
import type { Db, Store } from '../store/store.ts';
import { blockWaitingOfGrant } from './block-waiting.ts';
import type { GrantActor } from './grant-actor.ts';
import { recordGrant } from './record-grant.ts';

/** A grant that was ended, and how many emails that had not gone out went with it. */
export type EndedGrant = GrantRow & { stopped: number };

type OwnMove = {
  who: 'requestorId' | 'acceptorId';
  event: GrantEvent;
  action: AuditAction;
  told: EventType;
  /** What the other person would read: only this side may do it. */
  forbidden: string;
};

/** The acts by which one of the two people ends a request or a grant. */
export const ownMoves = {
  decline: {
    who: 'acceptorId',
    event: 'decline',
    action: 'grant.decline',
    told: 'grant.declined',
    forbidden: 'Only the person who was asked can decline. You can withdraw the request.',
  },
  withdraw: {
    who: 'requestorId',
    event: 'withdraw',
    action: 'grant.withdraw',
    told: 'grant.withdrawn',
    forbidden: 'Only the person who asked can withdraw. You can decline the request.',
  },
  revoke: {
    who: 'acceptorId',
    event: 'revoke',
    action: 'grant.revoke',
    told: 'grant.revoked',
    forbidden: 'Only the owner of the mailbox or an admin can revoke. You can leave the grant.',
  },
  leave: {
    who: 'requestorId',
    event: 'leave',
    action: 'grant.leave',
    told: 'grant.left',
    forbidden: 'Only the person who sends can leave. You can revoke the grant.',
  },
} as const satisfies Record<string, OwnMove>;

/**
 * Ends a request or a grant by one of its two people. Whatever still waited under it is blocked in the same unit of
 * work, so from the moment this resolves nothing new is handed to the provider.
 */
export const moveOwnGrant = (
  store: Store,
  actor: GrantActor,
  move: OwnMove,
  id: string,
): Promise<EndedGrant | Refusal> => store.tx((q) => moveOwnGrantWithin(q, actor, move, id));

/** The same in the caller's unit of work. */
export async function moveOwnGrantWithin(
  q: Db,
  { memberId, now }: GrantActor,
  move: OwnMove,
  id: string,
): Promise<EndedGrant | Refusal> {
  const grant = await findGrantOf(q, id, memberId);
  if (!grant) return notFound();
  if (grant[move.who] !== memberId) return refuse('forbidden', move.forbidden);
  const moved = await moveGrant(q, id, move.event, { endedAt: now, endsAt: null });
  if (!moved) return grantMovedOn(grant);
  const stopped = await blockWaitingOfGrant(q, moved, { actorId: memberId, now });
  await recordGrant(q, moved, {
    action: move.action,
    event: move.told,
    actorId: memberId,
    now,
    details: { stopped },
  });
  return { ...moved, stopped };
}

/** What somebody is told whose act came after another. */
export const grantMovedOn = (grant: { state: string }): Refusal =>
  refuse('state_moved_on', `This was already answered or ended (it is ${grant.state}). Nothing was changed.`);
