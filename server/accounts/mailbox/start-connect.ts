import { findMember } from '../../store/members.ts';
import type { AccountsDeps } from '../deps.ts';
import { beginFlow } from '../flow.ts';

/** Begins the provider's consent for a member's own mailbox; resolves with the address to open in a tab. */
export async function startConnect(
  deps: AccountsDeps,
  memberId: string,
  { replies }: { replies: boolean },
): Promise<string> {
  const member = await findMember(deps.store.read, memberId);
  if (!member) throw new Error('A consent was begun for a member who does not exist.');
  return beginFlow(deps, { kind: 'connect', memberId, replies, loginHint: member.email });
}
