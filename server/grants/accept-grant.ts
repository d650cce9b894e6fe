import { notFound, refuse, type Refusal } from '../refusal.ts';
import { findGrantOf, moveGrant, type GrantRow } from '../store/grants.ts';
import { findColleague } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import { mailboxNotConnected } from './give-grant.ts';
import type { GrantActor } from './grant-actor.ts';
import { grantMovedOn } from './move-own-grant.ts';
import { recordGrant } from './record-grant.ts';
import { refreshSuspension } from './refresh-suspension.ts';

/**
 * The acceptor says yes to exactly the terms whose digest was on the screen. Only the mailbox's owner can, only while
 * the request is open, and only once.
 */
export function acceptGrant(
  store: Store,
  { memberId, workspaceId, now }: GrantActor,
  { id, termsDigest }: { id: string; termsDigest: string },
): Promise<GrantRow | Refusal> {
  return store.tx(async (q) => {
    const grant = await findGrantOf(q, id, memberId);
    const owner = await findColleague(q, workspaceId, memberId);
    if (!grant || !owner) return notFound();
    if (grant.acceptorId !== memberId) {
      return refuse('forbidden', 'Only the owner of the mailbox can accept. The request is still open.');
    }
    if (grant.state !== 'requesting' || (grant.endsAt !== null && grant.endsAt <= now))
      return grantMovedOn(grant);
    if (grant.termsDigest !== termsDigest) return termsMovedOn();
    if (owner.mailbox.state !== 'connected') return mailboxNotConnected();
    const expiresAt = grant.terms.expiresAt === null ? null : Date.parse(grant.terms.expiresAt);
    if (expiresAt !== null && expiresAt <= now) {
      return refuse(
        'state_moved_on',
        'The terms asked for have expired. Nothing was granted; ask for a new request.',
      );
    }
    const accepted = await moveGrant(q, id, 'accept', { activeSince: now, endsAt: expiresAt }, termsDigest);
    if (!accepted) return grantMovedOn(grant);
    await recordGrant(q, accepted, {
      action: 'grant.accept',
      event: 'grant.accepted',
      actorId: memberId,
      now,
    });
    await refreshSuspension(q, grant.mailboxId, now);
    return (await findGrantOf(q, id, memberId)) ?? accepted;
  });
}

const termsMovedOn = (): Refusal =>
  refuse('terms_moved_on', 'These are not the terms you were shown. Nothing was granted; read them again.');
