import { appendAudit, appendAuditAll } from '../../audit/append.ts';
import { dropConnection, findMailboxOf } from '../../store/mailboxes.ts';
import { listNamesakes, makeAdmin } from '../../store/members.ts';
import type { MailboxRow, MemberRow } from '../../store/people.ts';
import type { Db } from '../../store/store.ts';
import { findHeir, promotion } from '../erase/leave-workspace.ts';
import { stopMember } from '../team/stop-member.ts';

/**
 * An address that now belongs to another provider account: whoever had it in this workspace is frozen and their
 * mailbox disconnected, and the newcomer inherits nothing. Where that was the
 * last admin, another member follows, never the newcomer. Resolves with the mailboxes as they were before.
 */
export async function supersedeNamesakes(q: Db, member: MemberRow, now: number): Promise<MailboxRow[]> {
  if (member.frozenAt !== null) return [];
  const disconnected: MailboxRow[] = [];
  for (const elder of await listNamesakes(q, member.workspaceId, {
    email: member.email,
    exceptId: member.id,
  })) {
    if (elder.frozenAt !== null) continue;
    const mailbox = await findMailboxOf(q, elder.id);
    if (mailbox && (await dropConnection(q, mailbox.id, { reason: 'provider' }))) disconnected.push(mailbox);
    await stopMember(q, elder, { actorId: null, reason: 'superseded', now });
    await appendAudit(q, {
      workspaceId: elder.workspaceId,
      at: now,
      action: 'member.supersede',
      actorId: null,
      subjectType: 'member',
      subjectId: elder.id,
      details: { by: member.id },
    });
    const { heir } = await findHeir(q, elder);
    if (!heir || heir.id === member.id) continue;
    await makeAdmin(q, heir.id);
    await appendAuditAll(q, [promotion(heir, 'last_admin_superseded', now)]);
  }
  return disconnected;
}
