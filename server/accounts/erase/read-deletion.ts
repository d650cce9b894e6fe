import type { Deletion } from '../../../shared/api/me.ts';
import { countWaitingAround } from '../../store/erase.ts';
import { listOpenGrantsOf } from '../../store/grants.ts';
import { findMailboxOf } from '../../store/mailboxes.ts';
import { findMember } from '../../store/members.ts';
import type { Db } from '../../store/store.ts';
import type { Session } from '../sessions/index.ts';
import { findHeir } from './leave-workspace.ts';

/** What deleting their data would stop, for the member to read before they do. */
export async function readDeletion(q: Db, { memberId }: Session): Promise<Deletion> {
  const member = await findMember(q, memberId);
  if (!member) throw new Error('A session outlived its member.');
  const mailbox = await findMailboxOf(q, memberId);
  const { heir } = await findHeir(q, member);
  return {
    emails: await countWaitingAround(q, memberId),
    grants: (await listOpenGrantsOf(q, memberId)).length,
    mailboxConnected: mailbox?.state === 'connected',
    newAdmin: heir?.name ?? null,
  };
}
