import { appendAudit } from '../../audit/append.ts';
import { refreshSuspension } from '../../grants/refresh-suspension.ts';
import { tell } from '../../store/events.ts';
import { endLooks, resumeLooks, tellUncertain } from '../../store/looks.ts';
import { connectMailbox } from '../../store/mailboxes.ts';
import { lockMember } from '../../store/members.ts';
import type { MailboxRow, MemberRow } from '../../store/people.ts';
import type { AccountsDeps } from '../deps.ts';
import { sealTokens } from './sealed-tokens.ts';

type Consent = {
  memberId: string;
  mailbox: MailboxRow;
  tokens: { refreshToken: string; accessToken: string; accessTokenUntil: number };
  replies: boolean;
  historyId: string | null;
};

/** Stores what a verified consent brought and wakes the grants that waited for it. False when the member is frozen. */
export function storeConnection(deps: AccountsDeps, consent: Consent): Promise<boolean> {
  const { memberId, mailbox, tokens, replies, historyId } = consent;
  const now = deps.clock();
  const sealed = sealTokens(deps.vault, mailbox.id, tokens);
  return deps.store.tx(async (q) => {
    const member = await lockMember(q, memberId);
    if (!member || member.frozenAt !== null) return false;
    const { accessTokenUntil } = tokens;
    await connectMailbox(q, mailbox.id, {
      ...sealed,
      accessTokenUntil,
      replies,
      historyId,
      connectedAt: now,
    });
    await refreshSuspension(q, mailbox.id, now, memberId);
    const looks = replies ? await resumeLooks(q, mailbox.id, now) : await endLooks(q, mailbox.id);
    await tellUncertain(q, looks, now);
    await tell(q, [memberId], {
      type: 'mailbox.connected',
      subjectId: mailbox.id,
      actorId: memberId,
      at: now,
    });
    await appendAudit(q, {
      workspaceId: member.workspaceId,
      at: now,
      action: 'mailbox.connect',
      actorId: memberId,
      subjectType: 'mailbox',
      subjectId: mailbox.id,
      acceptorId: memberId,
      details: { replies },
    });
    return true;
  });
}

/** Writes down that a consent was refused, and why; nothing of the consent itself. */
export const recordRefusal = (
  { store, clock }: AccountsDeps,
  { member, mailbox, why }: { member: MemberRow; mailbox: MailboxRow; why: string },
): Promise<void> =>
  store.tx((q) =>
    appendAudit(q, {
      workspaceId: member.workspaceId,
      at: clock(),
      action: 'mailbox.refuse',
      actorId: member.id,
      subjectType: 'mailbox',
      subjectId: mailbox.id,
      acceptorId: member.id,
      details: { why },
    }),
  );
