import type { Vault } from '../../server/accounts/vault/index.ts';
import { giveGrant } from '../../server/grants/give-grant.ts';
import { isRefusal } from '../../server/refusal.ts';
import type { Store } from '../../server/store/store.ts';
import { seedMember } from '../../server/testing/seed-member.ts';
import { maxDailyCap } from '../../shared/domain/terms.ts';

/** Somebody of the one workspace, with a mailbox that counts as connected. */
export const joinMember = (store: Store, vault: Vault, name: string) =>
  store.tx(async (q) => {
    const account = { iss: 'bench', sub: name, email: `${name}@bench.test`, name, hd: 'bench.test' };
    const tokens = { refreshToken: 'bench', accessToken: 'bench', expiresIn: 3_600 };
    const { member, mailboxId } = await seedMember(q, vault, { ...account, tokens }, Date.now());
    return { memberId: member.id, workspaceId: member.workspaceId, mailboxId };
  });

/** So many members who let `requestorId` send as them, as many emails a day as terms allow. */
export async function joinAcceptors(store: Store, vault: Vault, requestorId: string, count: number) {
  const senders: { acceptorId: string; mailboxId: string; grantId: string }[] = [];
  for (let i = 0; i < count; i += 1) {
    const { memberId, mailboxId, workspaceId } = await joinMember(store, vault, `acceptor-${i}`);
    const acceptor = { memberId, workspaceId, now: Date.now() };
    const grant = await giveGrant(store, acceptor, { requestorId, terms: { dailyCap: maxDailyCap } });
    if (isRefusal(grant)) throw new Error(grant.message);
    senders.push({ acceptorId: memberId, mailboxId, grantId: grant.id });
  }
  return senders;
}
