import { v7 as newId } from 'uuid';
import { sealTokens } from '../../server/accounts/mailbox/sealed-tokens.ts';
import { hashToken, newToken } from '../../server/accounts/opaque-token.ts';
import { admitMember } from '../../server/accounts/sign-in/admit-member.ts';
import { createVault, parseKeys } from '../../server/accounts/vault/index.ts';
import { giveGrant } from '../../server/grants/give-grant.ts';
import { isRefusal } from '../../server/refusal.ts';
import { connectMailbox, findMailboxOf } from '../../server/store/mailboxes.ts';
import { openStore } from '../../server/store/open.ts';
import { insertAccessToken, insertFamily } from '../../server/store/sessions.ts';
import { maxDailyCap } from '../../shared/domain/terms.ts';
import type { BenchPerson } from './google-messages.ts';

const hour = 3_600_000;

/** A mailbox that the requestor may send from. */
export type Sender = { grantId: string; person: BenchPerson };

/** Signs everybody up in one workspace; the first becomes the requestor, all others let them send. */
export async function seedDatabase(
  { databaseUrl, key, issuer }: { databaseUrl: string; key: string; issuer: string },
  people: readonly BenchPerson[],
): Promise<{ accessToken: string; senders: Sender[] }> {
  const store = await openStore(databaseUrl);
  const vault = createVault(parseKeys(key));
  const now = Date.now();

  const join = async ({ email, name, sub, hd, tokens }: BenchPerson) => {
    const account = { iss: issuer, sub, email, name, pictureUrl: null, hostedDomain: hd };
    return store.tx(async (q) => {
      const { member } = await admitMember(q, account, now);
      const mailbox = (await findMailboxOf(q, member.id))!;
      await connectMailbox(q, mailbox.id, {
        ...sealTokens(vault, mailbox.id, tokens),
        accessTokenUntil: now + tokens.expiresIn * 1000,
        replies: true,
        historyId: '1',
        connectedAt: now,
      });
      return member;
    });
  };
  const [requestor, ...acceptors] = people;
  const member = await join(requestor!);
  const senders: Sender[] = [];
  for (const person of acceptors) {
    const acceptor = await join(person);
    const actor = { memberId: acceptor.id, workspaceId: acceptor.workspaceId, now };
    const terms = { dailyCap: maxDailyCap };
    const grant = await giveGrant(store, actor, { requestorId: member.id, terms });
    if (isRefusal(grant)) throw new Error(grant.message);
    senders.push({ grantId: grant.id, person });
  }
  const accessToken = newToken('bha_');
  const familyId = newId();
  await store.tx(async (q) => {
    await insertFamily(q, { id: familyId, memberId: member.id, createdAt: now });
    await insertAccessToken(q, { hash: hashToken(accessToken), familyId, expiresAt: now + 10 * hour });
  });
  await store.close();
  return { accessToken, senders };
}
