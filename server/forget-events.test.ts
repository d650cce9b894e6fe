import { expect, it, onTestFinished } from 'vitest';
import { lifetimes } from './accounts/lifetimes.ts';
import { dayMs } from './clock.ts';
import { eventsKeptMs, forgetEvents } from './forget-events.ts';
import { listEvents, readEventHead, tell } from './store/events.ts';
import { eventsAtOnce } from './store/old-events.ts';
import { readFeed } from './routes/support/event-feed.ts';
import type { Store } from './store/store.ts';
import { eachEngine } from './store/testing/engines.ts';
import { runServer } from './testing/running-server.ts';
import { createWorld, sharedGoogle } from './testing/world.ts';

const shared = sharedGoogle();
const now = Date.UTC(2026, 5, 1, 12);
const daysAgo = (days: number): number => now - days * dayMs;

it('no session has a cursor from before what is kept', () => {
  expect(eventsKeptMs).toBeGreaterThanOrEqual(lifetimes.refreshToken + dayMs);
});

it('the running server does so by itself', async () => {
  let time = now;
  const server = await runServer(shared.google, { clock: () => time, timing: { longestSleepMs: 50 } });
  onTestFinished(() => server.stop());
  await server.signIn('ravi@acme.test');
  const { store } = server;
  const [ravi] = await store.read.select().from(store.read.t.members);
  const note = { type: 'mailbox.connected', subjectId: ravi!.id, actorId: null, at: daysAgo(91) } as const;
  await store.tx((q) => tell(q, [ravi!.id], note));
  const kept = async () => (await listEvents(store.read, ravi!.id, { after: 0, limit: 9 })).length;
  time += 2 * dayMs;
  await expect.poll(kept, { timeout: 10_000 }).toBe(0);
});

eachEngine((_engine, _open, openSeveral) => {
  const scene = async (processes = 1) => {
    const stores = await openSeveral(processes);
    const world = createWorld(stores[0]!, shared.google);
    const [ravi, maya] = [await world.join('ravi@acme.test'), await world.join('maya@acme.test')];
    const store = stores[0]!;
    await store.tx(async (q) => void (await q.delete(q.t.events)));
    const tellAt = (memberId: string, ...instants: number[]) =>
      store.tx(async (q) => {
        for (const at of instants)
          await tell(q, [memberId], {
            type: 'mailbox.connected',
            subjectId: ravi.mailboxId,
            actorId: null,
            at,
          });
      });
    const agesOf = async (memberId: string) =>
      (await listEvents(store.read, memberId, { after: 0, limit: 1_000 })).map(
        ({ at }) => (now - at) / dayMs,
      );
    return { stores, store, ravi: ravi.memberId, maya: maya.memberId, tellAt, agesOf };
  };
  const steady = (at = now, steadyFor = Number.POSITIVE_INFINITY) => ({
    now: () => at,
    steadyFor: () => steadyFor,
  });
  /** Turn after turn, until nothing is left to do. Resolves with how many there were. */
  const sweep = async (store: Store, time = steady()): Promise<number> => {
    const turn = forgetEvents(store, time);
    let turns = 1;
    while ((await turn()) === 'more') turns += 1;
    return turns;
  };

  it('forgets of each feed what is older than 90 days, and nothing else', async () => {
    const { store, ravi, maya, tellAt, agesOf } = await scene();
    await tellAt(ravi, daysAgo(400), daysAgo(91), daysAgo(90), daysAgo(89), daysAgo(0));
    await tellAt(maya, daysAgo(10));
    const audit = await store.read.select().from(store.read.t.auditEntries);
    expect(await sweep(store)).toBe(1);
    expect([await agesOf(ravi), await agesOf(maya)]).toEqual([[90, 89, 0], [10]]);
    expect(await store.read.select().from(store.read.t.auditEntries)).toEqual(audit);
  });

  it('goes on with the numbers, and tells a cursor from before that something is gone', async () => {
    const { store, ravi, tellAt } = await scene();
    const head = await readEventHead(store.read, ravi);
    await tellAt(ravi, daysAgo(100), daysAgo(99), daysAgo(98));
    await sweep(store);
    const after = await readFeed(store.read, ravi, head, 10);
    expect([after.rows, after.cursor]).toEqual([[], head + 3]);
    await tellAt(ravi, daysAgo(0));
    const later = await readFeed(store.read, ravi, head, 10);
    expect([later.rows.map(({ seq }) => seq), later.cursor]).toEqual([[head + 4], head + 4]);
    const none = await readFeed(store.read, ravi, head + 4, 10);
    expect([none.rows, none.cursor]).toEqual([[], head + 4]);
  });

  it('takes a long feed in parts, whichever turn it is in', async () => {
    const { store, ravi, maya, tellAt, agesOf } = await scene();
    for (const memberId of [ravi, maya])
      await tellAt(memberId, ...Array.from({ length: eventsAtOnce * 7 }, () => daysAgo(100)), daysAgo(1));
    expect(await sweep(store)).toBe(2);
    expect([await agesOf(ravi), await agesOf(maya)]).toEqual([[1], [1]]);
  });

  it('an event whose clock was behind stays as long as those before it', async () => {
    const { store, ravi, tellAt, agesOf } = await scene();
    await tellAt(ravi, daysAgo(100), daysAgo(5), daysAgo(9_000), daysAgo(1));
    await sweep(store);
    expect(await agesOf(ravi)).toEqual([5, 9_000, 1]);
    await sweep(store, steady(now + 86 * dayMs));
    expect(await agesOf(ravi)).toEqual([1]);
  });

  it('an event whose clock was ahead stays as long as it says, with what came after it', async () => {
    const { store, ravi, tellAt, agesOf } = await scene();
    await tellAt(ravi, daysAgo(-300), daysAgo(100));
    await sweep(store);
    expect(await agesOf(ravi)).toEqual([-300, 100]);
    await sweep(store, steady(now + 391 * dayMs));
    expect(await agesOf(ravi)).toEqual([]);
  });

  it('does nothing within half a day of a jump of the clock', async () => {
    const { store, ravi, tellAt, agesOf } = await scene();
    await tellAt(ravi, daysAgo(0));
    await sweep(store, steady(now + 365 * dayMs, 11 * 3_600_000));
    expect(await agesOf(ravi)).toEqual([0]);
  });

  it('several processes take the same feeds apart, and new events come meanwhile', async () => {
    const { stores, store, ravi, maya, tellAt, agesOf } = await scene(3);
    for (const memberId of [ravi, maya])
      await tellAt(memberId, ...Array.from({ length: eventsAtOnce * 3 }, () => daysAgo(100)));
    await Promise.all([...stores.map((each) => sweep(each)), tellAt(maya, daysAgo(0), daysAgo(0))]);
    expect([await agesOf(ravi), await agesOf(maya)]).toEqual([[], [0, 0]]);
    expect((await listEvents(store.read, maya, { after: 0, limit: 9 })).at(-1)!.seq).toBe(
      await readEventHead(store.read, maya),
    );
  });

  it('asks once for a hundred members, however many events they have', async () => {
    const { store, ravi, tellAt } = await scene();
    await tellAt(ravi, ...Array.from({ length: 300 }, () => daysAgo(1)));
    await store.tx(async (q) => {
      const [model] = await q.select().from(q.t.members).limit(1);
      for (let i = 0; i < 250; i += 1)
        await q.insert(q.t.members).values({ ...model!, id: `${model!.id}-${i}`, sub: `s${i}` });
    });
    let asked = 0;
    const read = new Proxy(store.read, {
      get(db, name) {
        if (name === 'select') asked += 1;
        return Reflect.get(db, name);
      },
    });
    const none = () => Promise.reject(new Error('nothing is to be deleted'));
    expect(await sweep({ ...store, read, tx: none })).toBe(1);
    expect(asked).toBe(3);
  });
});
