import { appendAudit } from '../../audit/append.ts';
import { blockWaitingOfMailbox } from '../../grants/block-waiting.ts';
import { refreshSuspension } from '../../grants/refresh-suspension.ts';
import { notFound, type Refusal } from '../../refusal.ts';
import { tell } from '../../store/events.ts';
import { listStandingGrants } from '../../store/grants.ts';
import { endLooks, tellUncertain } from '../../store/looks.ts';
import {
  dropConnection,
  lockMailbox,
  type DisconnectReason,
  type MailboxRow,
} from '../../store/mailboxes.ts';
import type { Db } from '../../store/store.ts';
import type { AccountsDeps } from '../deps.ts';
import type { Session } from '../sessions/index.ts';
import { revokeSealed } from './revoke-sealed.ts';

/**
 * The owner disconnects: in one unit of work the tokens are gone, grants suspended and waiting mail blocked; then the
 * permission is taken back at the provider. Disconnecting twice is no mistake.
 */
export async function disconnectMailbox(
  deps: AccountsDeps,
  session: Session,
  mailboxId: string,
): Promise<Refusal | null> {
  const now = deps.clock();
  const before = await deps.store.tx(async (q) => {
    const mailbox = await lockMailbox(q, mailboxId);
    if (mailbox?.memberId !== session.memberId || mailbox.state === 'unconnected') return null;
    await dropMailbox(q, mailbox, now);
    return mailbox;
  });
  if (!before) return notFound();
  await revokeSealed(deps, before);
  return null;
}

/** What of a disconnection by the owner is in the database, in the caller's unit of work. */
export async function dropMailbox(q: Db, mailbox: MailboxRow, now: number): Promise<void> {
  if (!(await dropConnection(q, mailbox.id, { reason: 'owner' }))) return;
  const cause = { actorId: mailbox.memberId, now };
  const stopped = await blockWaitingOfMailbox(q, mailbox.id, 'mailbox_disconnected', { ...cause, own: true });
  await recordDisconnect(q, mailbox, { ...cause, reason: 'owner', stopped });
}

/**
 * The provider says that the permission is gone. Holds only while the tokens are those it spoke of; resolves with
 * whether it did. What waits in the mailbox keeps waiting: the owner may connect again.
 */
export const loseMailbox = (
  { store, clock }: Pick<AccountsDeps, 'store' | 'clock'>,
  mailbox: MailboxRow,
): Promise<boolean> =>
  store.tx(async (q) => {
    const { tokenVersion } = mailbox;
    if (!(await dropConnection(q, mailbox.id, { reason: 'provider', tokenVersion }))) return false;
    await recordDisconnect(q, mailbox, { reason: 'provider', actorId: null, now: clock(), stopped: 0 });
    return true;
  });

/** Suspends the grants, tells the owner and everybody who sends from here, and writes it down. */
async function recordDisconnect(
  q: Db,
  mailbox: MailboxRow,
  cause: { reason: DisconnectReason; actorId: string | null; now: number; stopped: number },
): Promise<void> {
  const { reason, actorId, now: at, stopped } = cause;
  await refreshSuspension(q, mailbox.id, at, actorId);
  await tellUncertain(q, await endLooks(q, mailbox.id), at);
  const concerned = (await listStandingGrants(q, mailbox.id)).map((grant) => grant.requestorId);
  await tell(q, [mailbox.memberId, ...concerned], {
    type: 'mailbox.disconnected',
    subjectId: mailbox.id,
    actorId,
    at,
  });
  await appendAudit(q, {
    workspaceId: mailbox.workspaceId,
    at,
    action: 'mailbox.disconnect',
    actorId,
    subjectType: 'mailbox',
    subjectId: mailbox.id,
    acceptorId: mailbox.memberId,
    details: { reason, stopped },
  });
}
