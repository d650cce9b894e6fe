import { expect, test } from 'vitest';
import { endDueGrants } from '../grants/end-due-grants.ts';
import { listEvents } from '../store/events.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { allowed, createWorld, sharedGoogle } from '../testing/world.ts';
import { resolveSend } from './change-send.ts';

const shared = sharedGoogle();

eachEngine((_engine, open) => {
  async function scene() {
    const world = createWorld(await open(), shared.google);
    const [ravi, maya] = [await world.join('ravi@acme.test'), await world.join('maya@acme.test')];
    const expiresAt = new Date(world.clock() + 60_000).toISOString();
    const grant = await world.grant(maya, ravi, { expiresAt });
    const from = { grantId: grant.id };
    /** Who each member's feed says did what of the email and its grant, oldest first. */
    const told = async (type: string) => {
      const feeds = [];
      for (const { memberId } of [ravi, maya]) {
        const events = await listEvents(world.store.read, memberId, { after: 0, limit: 100 });
        feeds.push(events.filter((event) => event.type === type).map(({ actorName }) => actorName));
      }
      return feeds;
    };
    return { world, ravi, maya, from, told };
  }

  test('both people are told who sent an email as whom', async () => {
    const { world, ravi, maya, from, told } = await scene();
    allowed(await world.submit(ravi, { from }));
    allowed(await world.submit(maya, { from: { mailboxId: maya.mailboxId } }));
    await world.dispatchAll();
    expect(await told('send.sent')).toEqual([['Ravi Patel'], ['Ravi Patel', 'Maya Chen']]);
  });

  test('what the acceptor found in their Sent folder was still sent by its requestor', async () => {
    const { world, ravi, maya, from, told } = await scene();
    shared.google.faults.add({ kind: 'resetAfter', match: { path: '/messages/send' }, times: 1 });
    const send = allowed(await world.submit(ravi, { from }));
    await world.dispatchAll();
    expect(await told('send.uncertain'), 'that is the system’s').toEqual([[null], [null]]);
    allowed(await resolveSend(world.store, { ...maya, now: world.clock() }, send.id, 'sent'));
    expect(await told('send.sent')).toEqual([['Ravi Patel'], ['Ravi Patel']]);
  });

  test('what ends by itself is nobody’s act', async () => {
    const { world, ravi, from, told } = await scene();
    allowed(await world.submit(ravi, { from }));
    world.advance(60_000);
    await endDueGrants(world.store, world.clock());
    expect(await told('grant.expired')).toEqual([[null], [null]]);
    expect(await told('send.blocked')).toEqual([[null], [null]]);
  });
});
