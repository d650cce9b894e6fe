import { expect, it } from 'vitest';
import { storeConnection } from '../accounts/mailbox/store-connection.ts';
import { metadataScope, sendScope } from '../mail/gmail/scopes.ts';
import { listAuditOfSubject } from '../store/audit.ts';
import { listEvents } from '../store/events.ts';
import { findMailbox } from '../store/mailboxes.ts';
import type { SendRow } from '../store/sends.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { allowed, createWorld, sharedGoogle, type TestMember, type World } from '../testing/world.ts';
import { createDispatcher } from './dispatcher.ts';

const shared = sharedGoogle();
const tokenCalls = () => shared.google.record.since().filter(({ path }) => /(^|\/)token$/.test(path)).length;

eachEngine((_, __, openSeveral) => {
  /** Two processes with one database, each with its own dispatcher, tokens and memory. */
  const processes = async () => {
    const [one, two] = await openSeveral(2);
    const world = createWorld(one!, shared.google);
    const other = createWorld(two!, shared.google, world.vault);
    const ravi = await world.join('ravi@acme.test');
    const maya = await world.join('maya@acme.test');
    const grant = await world.grant(maya, ravi);
    const dispatchers = [world, other].map(({ parts }) => createDispatcher(parts));
    return { world, ravi, maya, from: { grantId: grant.id }, dispatchers };
  };
  const states = async ({ store }: World): Promise<string[]> =>
    (await store.read.select().from(store.read.t.sends)).map(({ state }) => state);
  const toldOf = async ({ store }: World, who: TestMember, type: string) =>
    (await listEvents(store.read, who.memberId, { after: 0, limit: 500 })).filter(
      (event) => event.type === type,
    );

  it('asks once when the permission is gone, however many wait in whichever process, and tells both people once', async () => {
    const { world, ravi, maya, from, dispatchers } = await processes();
    const sends: SendRow[] = [];
    for (let i = 0; i < 12; i += 1) sends.push(allowed(await world.submit(ravi, { from })));
    sends.push(allowed(await world.submit(maya, { from: { mailboxId: maya.mailboxId } })));
    shared.google.revokeTokens('maya@acme.test');
    world.advance(3_600_000);
    const [askedBefore, sentBefore] = [tokenCalls(), shared.google.record.sends().length];
    for (const dispatcher of dispatchers) await dispatcher.start();
    await Promise.all(dispatchers.map((dispatcher) => dispatcher.drain()));
    expect(tokenCalls() - askedBefore).toBe(1);
    expect(shared.google.record.sends().length).toBe(sentBefore);
    expect(new Set(await states(world))).toEqual(new Set(['queued']));
    for (const who of [ravi, maya]) expect(await toldOf(world, who, 'mailbox.disconnected')).toHaveLength(1);
    const written = await listAuditOfSubject(world.store.read, maya.mailboxId);
    expect(written.filter(({ action }) => action === 'mailbox.disconnect')).toHaveLength(1);

    // Nobody wakes them but the connection itself; the clock stands still, so no sweep comes either.
    await reconnect(world, maya);
    await expect.poll(() => states(world), { timeout: 15_000 }).toEqual(sends.map(() => 'sent'));
    await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()));
  });
});

/** What the owner's new consent does, as the connect route does it. */
async function reconnect(world: World, who: TestMember): Promise<void> {
  const { store } = world;
  const pair = shared.google.issueTokens(who.email, [sendScope, metadataScope]);
  const mailbox = (await findMailbox(store.read, who.mailboxId))!;
  const tokens = { ...pair, accessTokenUntil: world.clock() + 3_500_000 };
  expect(
    await storeConnection(world, { memberId: who.memberId, mailbox, tokens, replies: true, historyId: null }),
  ).toBe(true);
}
