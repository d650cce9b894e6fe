import { declineCooldownMs } from '../../shared/domain/grant-state.ts';
import type { TermsInput } from '../../shared/domain/terms.ts';
import { isRefusal, notFound, refuse, signedOut, type Refusal } from '../refusal.ts';
import { lastDeclined, type GrantRow } from '../store/grants.ts';
import { lockMembers } from '../store/members.ts';
import { findColleague } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import { openGrant } from './open-grant.ts';
import { recordGrant } from './record-grant.ts';
import type { GrantActor } from './grant-actor.ts';

/**
 * A requestor asks to send as a teammate. Nothing can be sent until the teammate accepts. After a decline the same
 * person can be asked again 24 hours later.
 */
export function requestGrant(
  store: Store,
  { memberId, workspaceId, now }: GrantActor,
  {
    acceptorId,
    note,
    terms,
  }: { acceptorId: string; note?: string | undefined; terms?: TermsInput | undefined },
): Promise<GrantRow | Refusal> {
  return store.tx(async (q) => {
    // Whoever is being frozen, or having their data deleted, is so when this looks, or after this can be found.
    await lockMembers(q, [memberId, acceptorId]);
    const me = await findColleague(q, workspaceId, memberId);
    if (!me || me.member.frozenAt !== null) return signedOut();
    const acceptor = await findColleague(q, workspaceId, acceptorId);
    if (!acceptor || acceptor.member.frozenAt !== null) return notFound();
    if (acceptorId === memberId) return refuse('invalid_request', 'That is you. Choose a teammate to ask.');
    const declined = await lastDeclined(q, memberId, acceptor.mailbox.id);
    if (declined !== null && now < declined + declineCooldownMs) {
      return refuse(
        'too_soon',
        `${acceptor.member.name} declined within the last 24 hours. Nothing was asked; you can ask again ${new Date(declined + declineCooldownMs).toISOString()}.`,
      );
    }
    const grant = await openGrant(q, {
      requestorId: memberId,
      acceptor: acceptor.member,
      mailbox: acceptor.mailbox,
      state: 'requesting',
      terms,
      note: note?.trim() || null,
      now,
    });
    if (isRefusal(grant)) return grant;
    await recordGrant(q, grant, {
      action: 'grant.request',
      event: 'grant.requested',
      actorId: memberId,
      now,
    });
    return grant;
  });
}
