import { listOpenGrantsOf } from '../../store/grants.ts';
import { findMailboxOf } from '../../store/mailboxes.ts';
import { lockMember, lockMembers } from '../../store/members.ts';
import type { MemberRow } from '../../store/people.ts';
import { lockGrants, lockSenders } from '../../store/send-facts.ts';
import type { Db } from '../../store/store.ts';

/**
 * Locks the member and all that ends with them, in the order in which everybody locks: mailboxes, grants, members, among
 * them `others`. What was begun in between is found by looking again; under the member's lock nothing more can begin.
 */
export async function lockWithBusiness(
  q: Db,
  memberId: string,
  others: readonly string[] = [],
): Promise<MemberRow | null> {
  const mailbox = await findMailboxOf(q, memberId);
  const mailboxIds = mailbox ? [mailbox.id] : [];
  for (const isLast of [false, true]) {
    const grants = await listOpenGrantsOf(q, memberId);
    const grantIds = grants.map(({ id }) => id);
    await lockSenders(q, { grantIds, mailboxIds });
    await lockGrants(q, grantIds);
    if (isLast) break;
    await lockMembers(q, [memberId, ...others, ...grants.flatMap((it) => [it.requestorId, it.acceptorId])]);
  }
  return lockMember(q, memberId);
}
