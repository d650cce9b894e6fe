import { expect, it } from 'vitest';
import { hourMs, hourOf } from '../clock.ts';
import { viewSends } from '../routes/views/send-view.ts';
import { sweepMailboxHours } from '../store/mailbox-hours.ts';
import { readNextDue } from '../store/queue.ts';
import type { SendRow } from '../store/sends.ts';
import type { Store } from '../store/store.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { allowed, createWorld, sharedGoogle } from '../testing/world.ts';
import { createDispatcher } from './dispatcher.ts';
import { createPace, gmailLimits, type PaceLimits } from './pace.ts';
import { oldestHourCounted } from './pace-day.ts';

const shared = sharedGoogle();
const sendPath = '/messages/send';

/** A store that counts its units of work. */
function counted(store: Store): { store: Store; units: () => number } {
  let units = 0;
  const tx: Store['tx'] = (work) => {
    units += 1;
    return store.tx(work);
  };
  return { store: { ...store, read: store.read, tx }, units: () => units };
}

eachEngine((_, open) => {
  const people = async (limits: Partial<PaceLimits> = {}) => {
    const pace = createPace({ ...gmailLimits, ...limits });
    const world = createWorld(await open(), shared.google, undefined, pace);
    const ravi = await world.join('ravi@acme.test');
    const maya = await world.join('maya@acme.test');
    const grant = await world.grant(maya, ravi);
    const rows = () => world.store.read.select().from(world.store.read.t.sends);
    /** Each state, or why it waits and for how long still, and how many emails that is. */
    const tally = async () => {
      const { store, vault, clock } = world;
      const views = await viewSends(store.read, await rows(), {
        ...{ vault, now: clock(), pace },
        readerId: ravi.memberId,
      });
      const words = views.map(({ state, waiting }) => {
        const left = waiting?.until && Math.round((Date.parse(waiting.until) - clock()) / 1000);
        return waiting ? `${waiting.reason} ${left ?? '-'}` : state;
      });
      return Object.fromEntries(
        [...new Set(words)].map((word) => [word, words.filter((it) => it === word).length]),
      );
    };
    const delegated = async (count: number): Promise<SendRow[]> =>
      Promise.all(
        Array.from({ length: count }, async () =>
          allowed(await world.submit(ravi, { from: { grantId: grant.id } })),
        ),
      );
    const own = async (count: number): Promise<SendRow[]> =>
      Promise.all(
        Array.from({ length: count }, async () =>
          allowed(await world.submit(maya, { from: { mailboxId: maya.mailboxId } })),
        ),
      );
    const day = () => world.store.read.select().from(world.store.read.t.mailboxHours);
    return { world, store: world.store, ravi, maya, tally, delegated, own, day };
  };

  it('lets a mailbox send twenty at once and then one every 1.5 s, and tells each of the others when its turn comes', async () => {
    const { world, tally, delegated } = await people();
    await delegated(24);
    await world.dispatchAll();
    expect(await tally()).toEqual({ sent: 20, 'pace 2': 1, 'pace 3': 1, 'pace 5': 1, 'pace 6': 1 });
    world.advance(1_499);
    await world.dispatchAll();
    expect((await tally()).sent).toBe(20);
    world.advance(1);
    await world.dispatchAll();
    expect((await tally()).sent).toBe(21);
    world.advance(4_500);
    await world.dispatchAll();
    expect(await tally()).toEqual({ sent: 24 });
  });

  it('keeps the pace when two dispatchers share the queue', async () => {
    const { world, tally, delegated } = await people();
    await delegated(30);
    await Promise.all([world.dispatchAll(), world.dispatchAll()]);
    expect((await tally()).sent).toBe(20);
  });

  it('holds others to their share of the day while the owner’s own mail goes on, and says until when', async () => {
    const { world, tally, delegated, own } = await people({
      perDay: { workspace: 10, personal: 10 },
      reservePercent: 20,
    });
    const oldest = hourOf(world.clock());
    const left = Math.round(((oldest + 25) * hourMs - world.clock()) / 1000);
    await delegated(9);
    await world.dispatchAll();
    expect(await tally()).toEqual({ sent: 8, [`daily_limit ${left}`]: 1 });
    await own(1);
    await delegated(1);
    await own(2);
    await world.dispatchAll();
    // The whole day is used up: the third of the owner's own waits too.
    expect(await tally()).toEqual({ sent: 10, [`pace ${left}`]: 3 });
    world.advance((left + 1) * 1_000);
    await world.dispatchAll();
    expect(await tally()).toEqual({ sent: 13 });
  });

  it('costs nothing while a share is used up: nobody looks before it falls out, and the owner’s next one goes at once', async () => {
    const { world, store, tally, delegated, own } = await people({
      perDay: { workspace: 4, personal: 4 },
      reservePercent: 50,
    });
    await delegated(3);
    await world.dispatchAll();
    expect(await readNextDue(store.read)).toBe((hourOf(world.clock()) + 25) * hourMs);
    const counting = counted(store);
    const dispatcher = createDispatcher({ ...world.parts, store: counting.store });
    await dispatcher.start();
    await dispatcher.drain();
    const atRest = counting.units();
    await own(1);
    await expect.poll(async () => (await tally()).sent).toBe(3);
    await dispatcher.stop();
    // Claim, mark and settle for the one email, and at most one more claim that finds nothing.
    expect(counting.units() - atRest).toBeLessThanOrEqual(4);
  });

  it('takes what the provider surely did not accept back from the day, and counts what is unclear', async () => {
    const { world, delegated, day } = await people();
    shared.google.faults.add({ kind: 'tooManyRequests', match: { path: sendPath }, times: 2 });
    await delegated(1);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await world.dispatchAll();
      world.advance(60_000);
    }
    shared.google.faults.add({ kind: 'resetAfter', match: { path: sendPath }, times: 1 });
    await delegated(1);
    await world.dispatchAll();
    const used = (await day()).reduce((sum, hour) => sum + hour.own + hour.delegated, 0);
    expect(used).toBe(2);
  });

  it('forgets hours that no longer count', async () => {
    const { world, store, delegated, day } = await people();
    await delegated(1);
    await world.dispatchAll();
    world.advance(24 * hourMs);
    await store.tx((q) => sweepMailboxHours(q, oldestHourCounted(world.clock())));
    expect(await day()).toHaveLength(1);
    world.advance(hourMs);
    await store.tx((q) => sweepMailboxHours(q, oldestHourCounted(world.clock())));
    expect(await day()).toHaveLength(0);
  });

  it('lets a whole mailbox rest after one 429 while others go on, and says so to those that wait', async () => {
    const { world, tally, delegated, own, ravi } = await people();
    shared.google.faults.add({
      kind: 'tooManyRequests',
      match: { path: sendPath, email: 'maya@acme.test' },
      times: 1,
      retryAfter: 120,
    });
    await delegated(2);
    await own(1);
    const other = allowed(await world.submit(ravi, { from: { mailboxId: ravi.mailboxId } }));
    const before = shared.google.record.sends().length;
    await world.dispatchAll();
    expect(await tally()).toEqual({ sent: 1, 'provider_rest 120': 3 });
    const calls = shared.google.record.sends().slice(before);
    expect(calls.filter(({ accepted }) => accepted).map(({ send }) => send?.behalfId)).toEqual([other.id]);
    expect(calls).toHaveLength(2);
    world.advance(121_000);
    await world.dispatchAll();
    expect(await tally()).toEqual({ sent: 4 });
  });
});
