import type { SubmittedSend } from '../../shared/api/sends.ts';
import type { SendRefusal } from '../grants/authorise-send.ts';
import type { GrantActor } from '../grants/grant-actor.ts';
import { notFound, type Refusal } from '../refusal.ts';
import { findGrantOf, type GrantRow } from '../store/grants.ts';
import { findColleague, type MailboxRow } from '../store/people.ts';
import type { Db } from '../store/store.ts';
import { refuseSend } from './refuse-send.ts';

/** Whose mailbox an email goes out from, and under which grant (null: the requestor's own). */
export type Sender = {
  name: string;
  mailbox: MailboxRow;
  grant: GrantRow | null;
  refuse(why: SendRefusal): Refusal;
};

/** Finds the sender that a request names. A grant or mailbox of others reads like one that does not exist. */
export async function findSender(
  q: Db,
  { memberId, workspaceId }: GrantActor,
  from: SubmittedSend['from'],
): Promise<Sender | Refusal> {
  const grant = 'grantId' in from ? await findGrantOf(q, from.grantId, memberId) : null;
  if ('grantId' in from && grant?.requestorId !== memberId) return notFound();
  const owner = await findColleague(q, workspaceId, grant?.acceptorId ?? memberId);
  if (!owner || ('mailboxId' in from && owner.mailbox.id !== from.mailboxId)) return notFound();
  return {
    name: owner.member.name,
    mailbox: owner.mailbox,
    grant,
    refuse: (why) => refuseSend(why, owner.member.name),
  };
}
