import { expect, it } from 'vitest';
import { verifyAudit } from '../audit/verify.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { listEvents } from '../store/events.ts';
import { allowed, createWorld, refusalOf, sharedGoogle, type World } from '../testing/world.ts';
import { acceptGrant } from './accept-grant.ts';
import { endDueGrants } from './end-due-grants.ts';
import { giveGrant } from './give-grant.ts';
import { listSenders } from './list-senders.ts';
import { moveOwnGrant, ownMoves } from './move-own-grant.ts';
import { setPause } from './pause.ts';
import { requestGrant } from './request-grant.ts';
import { revokeAsAdmin } from './revoke-as-admin.ts';

const day = 24 * 60 * 60 * 1000;
const shared = sharedGoogle();

eachEngine((_engine, open) => {
  const people = async () => {
    const world = createWorld(await open(), shared.google);
    const ada = await world.join('ada@acme.test');
    const ravi = await world.join('ravi@acme.test');
    const maya = await world.join('maya@acme.test');
    const at = <Who extends { memberId: string }>(who: Who) => ({ ...who, now: world.clock() });
    return { world, store: world.store, ada, ravi, maya, at };
  };
  const ask = async ({ store, ravi, maya, at }: Awaited<ReturnType<typeof people>>) =>
    allowed(await requestGrant(store, at(ravi), { acceptorId: maya.memberId }));
  const eventsOf = async (world: World, memberId: string) =>
    (await listEvents(world.store.read, memberId, { after: 0, limit: 100 })).map((event) => event.type);

  it('becomes active when the owner of the mailbox accepts the terms that were shown', async () => {
    const them = await people();
    const { store, ravi, maya, at, world } = them;
    const grant = await ask(them);
    expect(grant.state).toBe('requesting');
    const accepted = allowed(await acceptGrant(store, at(maya), grant));
    expect(accepted).toMatchObject({ state: 'active', activeSince: world.clock() });
    expect(await eventsOf(world, ravi.memberId)).toEqual(['grant.requested', 'grant.accepted']);
    expect(await eventsOf(world, maya.memberId)).toEqual(['grant.requested', 'grant.accepted']);
    expect(await verifyAudit(store.read, maya.workspaceId)).toMatchObject({ ok: true });
  });

  it('refuses an acceptance by the requestor, by another member and by another company', async () => {
    const them = await people();
    const { store, ravi, ada, at, world } = them;
    const sam = await world.join('sam@globex.test');
    const grant = await ask(them);
    expect(refusalOf(await acceptGrant(store, at(ravi), grant))).toBe('forbidden');
    expect(refusalOf(await acceptGrant(store, at(ada), grant))).toBe('not_found');
    expect(refusalOf(await acceptGrant(store, at(sam), grant))).toBe('not_found');
  });

  it('refuses an acceptance of other terms, and a second one', async () => {
    const them = await people();
    const { store, maya, at } = them;
    const grant = await ask(them);
    const other = { id: grant.id, termsDigest: '0'.repeat(64) };
    expect(refusalOf(await acceptGrant(store, at(maya), other))).toBe('terms_moved_on');
    allowed(await acceptGrant(store, at(maya), grant));
    expect(refusalOf(await acceptGrant(store, at(maya), grant))).toBe('state_moved_on');
  });

  it('refuses consent while the mailbox is not connected', async () => {
    const { store, world, ravi, at } = await people();
    const tom = await world.join('tom@acme.test', { connected: false });
    const grant = allowed(await requestGrant(store, at(ravi), { acceptorId: tom.memberId }));
    expect(refusalOf(await acceptGrant(store, at(tom), grant))).toBe('mailbox_not_connected');
    expect(refusalOf(await giveGrant(store, at(tom), { requestorId: ravi.memberId }))).toBe(
      'mailbox_not_connected',
    );
  });

  it('keeps one open grant for a requestor and a mailbox, however many ask at once', async () => {
    const { store, ravi, maya, at } = await people();
    const results = await Promise.all(
      Array.from({ length: 20 }, () => requestGrant(store, at(ravi), { acceptorId: maya.memberId })),
    );
    expect(results.filter((result) => refusalOf(result) === null)).toHaveLength(1);
    expect(results.filter((result) => refusalOf(result) === 'grant_exists')).toHaveLength(19);
  });

  it('makes a declined requestor wait 24 hours before asking the same person again', async () => {
    const them = await people();
    const { store, ravi, maya, at, world } = them;
    const grant = await ask(them);
    expect(allowed(await moveOwnGrant(store, at(maya), ownMoves.decline, grant.id)).state).toBe('declined');
    world.advance(day - 1);
    expect(refusalOf(await requestGrant(store, at(ravi), { acceptorId: maya.memberId }))).toBe('too_soon');
    world.advance(1);
    expect((await ask(them)).state).toBe('requesting');
  });

  it('lapses a request that nobody answered for 14 days', async () => {
    const them = await people();
    const { store, maya, at, world } = them;
    const grant = await ask(them);
    world.advance(14 * day);
    expect(refusalOf(await acceptGrant(store, at(maya), grant))).toBe('state_moved_on');
    expect(await endDueGrants(store, world.clock())).toBe(1);
    expect(await eventsOf(world, maya.memberId)).toContain('grant.lapsed');
  });

  it('expires a grant when its terms end', async () => {
    const { store, ravi, maya, world } = await people();
    const expiresAt = new Date(world.clock() + day).toISOString();
    await world.grant(maya, ravi, { expiresAt });
    world.advance(day);
    expect(await endDueGrants(store, world.clock())).toBe(1);
    expect(await eventsOf(world, ravi.memberId)).toContain('grant.expired');
    expect(
      refusalOf(
        await giveGrant(
          store,
          { ...maya, now: world.clock() },
          { requestorId: ravi.memberId, terms: { expiresAt } },
        ),
      ),
    ).toBe('invalid_request');
  });

  it('lets each side end it in its own way only', async () => {
    const them = await people();
    const { store, ravi, maya, ada, at } = them;
    const asked = await ask(them);
    expect(refusalOf(await moveOwnGrant(store, at(maya), ownMoves.withdraw, asked.id))).toBe('forbidden');
    expect(refusalOf(await moveOwnGrant(store, at(ravi), ownMoves.decline, asked.id))).toBe('forbidden');
    expect(allowed(await moveOwnGrant(store, at(ravi), ownMoves.withdraw, asked.id)).state).toBe('withdrawn');
    const given = await them.world.grant(maya, ravi);
    expect(refusalOf(await moveOwnGrant(store, at(ravi), ownMoves.revoke, given.id))).toBe('forbidden');
    expect(refusalOf(await moveOwnGrant(store, at(maya), ownMoves.leave, given.id))).toBe('forbidden');
    expect(refusalOf(await moveOwnGrant(store, at(ada), ownMoves.revoke, given.id))).toBe('not_found');
    expect(allowed(await moveOwnGrant(store, at(ravi), ownMoves.leave, given.id)).state).toBe('left');
    const again = await them.world.grant(maya, ravi);
    expect(allowed(await revokeAsAdmin(store, at(ada), again.id)).state).toBe('revoked');
  });

  it('lets exactly one of accept and withdraw win when they race', async () => {
    const them = await people();
    const { store, ravi, maya, at } = them;
    for (let round = 0; round < 25; round += 1) {
      const grant = await ask(them);
      const [accepted, withdrawn] = await Promise.all([
        acceptGrant(store, at(maya), grant),
        moveOwnGrant(store, at(ravi), ownMoves.withdraw, grant.id),
      ]);
      const winners = [accepted, withdrawn].filter((result) => refusalOf(result) === null);
      expect(winners).toHaveLength(1);
      if (refusalOf(accepted) === null)
        allowed(await moveOwnGrant(store, at(maya), ownMoves.revoke, grant.id));
    }
  });

  it('suspends every grant of a paused acceptor and brings them back after', async () => {
    const { store, ravi, maya, world, at } = await people();
    await world.grant(maya, ravi);
    allowed(await setPause(store, at(maya), true));
    const [, paused] = await listSenders(store.read, at(ravi));
    expect(paused).toMatchObject({ usable: false, reason: 'suspended_pause' });
    allowed(await setPause(store, at(maya), false));
    const [, back] = await listSenders(store.read, at(ravi));
    expect(back).toMatchObject({ usable: true, reason: null });
  });

  it('still shows whom I could send as until lately, greyed with the reason, once for each mailbox', async () => {
    const { store, ravi, maya, world, at } = await people();
    for (let round = 0; round < 2; round += 1) {
      const grant = await world.grant(maya, ravi);
      allowed(await moveOwnGrant(store, at(maya), ownMoves.revoke, grant.id));
    }
    const reasons = async () =>
      (await listSenders(store.read, at(ravi))).slice(1).map((sender) => sender.reason);
    expect(await reasons()).toEqual(['revoked']);
    await world.grant(maya, ravi);
    expect(await reasons()).toEqual([null]);
  });

  it('shows myself first among the senders, then whom I may send as', async () => {
    const { store, ravi, maya, world, at } = await people();
    const tom = await world.join('tom@acme.test');
    await world.grant(maya, ravi, { dailyCap: 3 });
    allowed(await requestGrant(store, at(ravi), { acceptorId: tom.memberId }));
    const senders = await listSenders(store.read, at(ravi));
    expect(
      senders.map((sender) => [sender.person.name, sender.usable, sender.reason, sender.leftToday]),
    ).toEqual([
      ['Ravi Patel', true, null, null],
      ['Maya Chen', true, null, 3],
      ['Tom Becker', false, 'not_accepted', 50],
    ]);
  });
});
