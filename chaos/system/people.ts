import { createVault, parseKeys } from '../../server/accounts/vault/index.ts';
import { giveGrant } from '../../server/grants/give-grant.ts';
import { isRefusal } from '../../server/refusal.ts';
import { findMailboxOf } from '../../server/store/mailboxes.ts';
import { openStore } from '../../server/store/open.ts';
import type { Store } from '../../server/store/store.ts';
import { seedMember, seedSession } from '../../server/testing/seed-member.ts';
import type { PersonSeed } from '../../demo/google/start.ts';
import type { Account } from './google-messages.ts';

/** Sessions outlive every jump of the clock: renewing them is another suite's matter. */
const sessionMs = 3650 * 24 * 3_600_000;

/** A member with a session and a connected mailbox. */
export type Person = {
  id: string;
  name: string;
  email: string;
  workspace: number;
  mailboxId: string;
  /** Another one after each time they were frozen. */
  token: string;
  isAdmin: boolean;
};

/** Somebody who sends, somebody whose mailbox it goes out from, and the latest permission between the two. */
export type Pair = { requestor: Person; acceptor: Person; grantId: string };

export type Cast = { people: Person[]; pairs: Pair[] };

const workspaces = 2;
const requestors = 3;
const acceptors = 10;

/** Who has an account: in each of two companies three who send, and ten whose mailboxes they send from. */
export const seeds: PersonSeed[] = Array.from({ length: workspaces }, (_, w) =>
  Array.from({ length: requestors + acceptors }, (_, i) => {
    const role = i < requestors ? `requestor-${i}` : `acceptor-${i - requestors}`;
    return { email: `${role}@w${w}.test`, name: `${role} ${w}`, hd: `w${w}.test`, listed: false };
  }),
).flat();

/** Daily caps, so that some are reached soon and some never. */
const caps = [4, 30, 2000, 2000];

/** Signs everybody up, with mailboxes connected and a grant for each pair of a company. */
export async function seedPeople(
  { databaseUrl, key, issuer }: { databaseUrl: string; key: string; issuer: string },
  accounts: readonly Account[],
): Promise<Cast> {
  const store = await openStore(databaseUrl);
  try {
    const people: Person[] = [];
    for (const account of accounts) people.push(await join(store, { key, issuer }, account));
    const pairs: Pair[] = [];
    for (let w = 0; w < workspaces; w += 1) {
      const mine = people.filter(({ workspace }) => workspace === w);
      for (const requestor of mine.slice(0, requestors))
        for (const acceptor of mine.slice(requestors))
          pairs.push(await give(store, requestor, acceptor, caps[pairs.length % caps.length]!));
    }
    return { people, pairs };
  } finally {
    await store.close();
  }
}

async function join(
  store: Store,
  { key, issuer }: { key: string; issuer: string },
  account: Account,
): Promise<Person> {
  const now = Date.now();
  const vault = createVault(parseKeys(key));
  const { name, email } = account;
  return store.tx(async (q) => {
    const { member, mailboxId } = await seedMember(q, vault, { ...account, iss: issuer }, now);
    const token = await seedSession(q, member.id, now, sessionMs);
    const workspace = Number(/w(\d)\.test$/.exec(email)![1]);
    const isAdmin = member.role === 'admin';
    return { id: member.id, name, email, workspace, mailboxId, token, isAdmin };
  });
}

async function give(store: Store, requestor: Person, acceptor: Person, dailyCap: number): Promise<Pair> {
  const { workspaceId } = await store.tx(async (q) => (await findMailboxOf(q, acceptor.id))!);
  const actor = { memberId: acceptor.id, workspaceId, now: Date.now() };
  const grant = await giveGrant(store, actor, { requestorId: requestor.id, terms: { dailyCap } });
  if (isRefusal(grant)) throw new Error(grant.message);
  return { requestor, acceptor, grantId: grant.id };
}
