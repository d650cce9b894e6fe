import type { TermsInput } from '../../shared/domain/terms.ts';
import { isRefusal, notFound, refuse, signedOut, type Refusal } from '../refusal.ts';
import type { GrantRow } from '../store/grants.ts';
import { lockMembers } from '../store/members.ts';
import { findColleague } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import type { GrantActor } from './grant-actor.ts';
import { openGrant } from './open-grant.ts';
import { recordGrant } from './record-grant.ts';
import { refreshSuspension } from './refresh-suspension.ts';

/** The acceptor lets a teammate send as them without having been asked. Always from the actor's own mailbox. */
export function giveGrant(
  store: Store,
  { memberId, workspaceId, now }: GrantActor,
  { requestorId, terms }: { requestorId: string; terms?: TermsInput | undefined },
): Promise<GrantRow | Refusal> {
  return store.tx(async (q) => {
    // As in `requestGrant`.
    await lockMembers(q, [memberId, requestorId]);
    const acceptor = await findColleague(q, workspaceId, memberId);
    if (!acceptor || acceptor.member.frozenAt !== null) return signedOut();
    const requestor = await findColleague(q, workspaceId, requestorId);
    if (!requestor || requestor.member.frozenAt !== null) return notFound();
    if (requestorId === memberId) return refuse('invalid_request', 'That is you. Choose a teammate.');
    if (acceptor.mailbox.state !== 'connected') return mailboxNotConnected();
    const grant = await openGrant(q, {
      requestorId,
      acceptor: acceptor.member,
      mailbox: acceptor.mailbox,
      state: 'active',
      terms,
      note: null,
      now,
    });
    if (isRefusal(grant)) return grant;
    await recordGrant(q, grant, { action: 'grant.give', event: 'grant.given', actorId: memberId, now });
    await refreshSuspension(q, acceptor.mailbox.id, now);
    return grant;
  });
}

/** What somebody is told who would consent to sending from a mailbox that is not connected. */
export const mailboxNotConnected = (): Refusal =>
  refuse(
    'mailbox_not_connected',
    'Your mailbox is not connected yet. Connect it first; nothing was granted.',
  );
