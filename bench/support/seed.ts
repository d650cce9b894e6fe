import { createVault, parseKeys } from '../../server/accounts/vault/index.ts';
import { giveGrant } from '../../server/grants/give-grant.ts';
import { isRefusal } from '../../server/refusal.ts';
import { openStore } from '../../server/store/open.ts';
import { seedMember, seedSession } from '../../server/testing/seed-member.ts';
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

  const join = async (person: BenchPerson) =>
    (await store.tx((q) => seedMember(q, vault, { ...person, iss: issuer }, now))).member;
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
  const accessToken = await store.tx((q) => seedSession(q, member.id, now, 10 * hour));
  await store.close();
  return { accessToken, senders };
}
