import { expect, test } from 'vitest';
import { eraseSends } from '../store/erase.ts';
import { silenceSends } from '../store/suppressions.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { readNextTell } from '../store/untold.ts';
import { race } from '../testing/race.ts';
import { sharedGoogle } from '../testing/world.ts';
import { finalMs } from './classify/final.ts';
import { tellSeen } from './tell-seen.ts';
import { agents, trackedWorld } from './testing/tracked-email.ts';
import { createTracker } from './tracker.ts';

const shared = sharedGoogle();
const minute = 60_000;

eachEngine((_engine, open, openSeveral) => {
  const scene = async () => {
    const it = await trackedWorld(await open(), shared.google);
    const email = await it.sendTracked();
    it.it.advance(minute);
    return { ...it, email };
  };

  test('a first open and a first click are told to both people once, as soon as they are final and not before', async () => {
    const { it, store, ravi, maya, email, ask, told } = await scene();
    const heard = async () => [await told(ravi, email.id), await told(maya, email.id)];
    await ask(email.pixel, agents.gmail);
    const opened = it.clock();
    expect(await readNextTell(store.read)).toBe(opened + finalMs);
    it.advance(30_000);
    await ask(email.clicks[1]!);
    expect(await tellSeen(store, opened + finalMs - 1)).toBe(0);
    expect(await heard()).toEqual([[], []]);
    await tellSeen(store, opened + finalMs);
    expect(await heard()).toEqual([['send.opened'], ['send.opened']]);
    expect(await readNextTell(store.read)).toBe(opened + 30_000 + finalMs);
    await tellSeen(store, opened + 30_000 + finalMs);
    expect(await readNextTell(store.read)).toBeNull();
    it.advance(86_400_000);
    await ask(email.pixel, agents.gmail);
    await ask(email.clicks[0]!);
    expect(await readNextTell(store.read)).toBeNull();
    expect(await heard()).toEqual([
      ['send.opened', 'send.clicked'],
      ['send.opened', 'send.clicked'],
    ]);
  });

  test('nobody is told of who turns out to be a scanner, but of the person who comes after it', async () => {
    const { it, store, ravi, email, ask, told, tellFinal } = await scene();
    await ask(email.pixel);
    await ask(email.clicks[0]!);
    it.advance(finalMs);
    await ask(email.canary);
    expect(await readNextTell(store.read)).toBeNull();
    await tellFinal();
    expect(await told(ravi, email.id)).toEqual([]);
    await ask(email.clicks[0]!, agents.firefox);
    await tellFinal();
    expect(await told(ravi, email.id)).toEqual(['send.clicked']);
  });

  test('what was told stays true, whoever comes later and however late a hit is written down', async () => {
    const { it, store, ravi, email, ask, row, told, tellFinal } = await scene();
    const at = it.clock();
    await ask(email.clicks[0]!);
    await tellFinal();
    expect(await told(ravi, email.id)).toEqual(['send.clicked']);
    const late = createTracker({ ...it, store, clock: () => at + 1_000 });
    const asking = { userAgent: agents.chrome, isHead: false, address: 'unknown' };
    for (const path of [email.clicks[1]!, email.clicks[2]!, email.canary])
      await late.follow(path.slice('/c/'.length), asking);
    await late.counted();
    expect(await row(email.id)).toMatchObject({ clickPeople: 1, clickMachines: 3, firstClickAt: at });
    await ask(email.canary);
    expect(await row(email.id)).toMatchObject({ clickPeople: 1, clickMachines: 4, firstClickAt: at });
    await tellFinal();
    expect(await told(ravi, email.id)).toEqual(['send.clicked']);
  });

  test('nobody is told of an email once its recipient objected, nor once its data is erased', async () => {
    const { it, store, ravi, maya, email, sendTracked, ask, told } = await scene();
    const erased = await sendTracked();
    it.advance(minute);
    await ask(email.pixel, agents.gmail);
    const { sends } = store.read.t;
    const rows = await store.read.select().from(sends);
    const { workspaceId, recipientKey } = rows.find(({ id }) => id === email.id)!;
    await store.tx((q) => silenceSends(q, { workspaceId, recipientKeys: [recipientKey] }, it.clock()));
    expect(await readNextTell(store.read)).toBeNull();
    await store.tx(async (q) => {
      await q.update(q.t.trackedSends).set({ silencedAt: null });
    });
    await ask(erased.pixel, agents.gmail);
    await store.tx((q) => eraseSends(q, ravi.memberId, it.clock()));
    it.advance(finalMs);
    await tellSeen(store, it.clock());
    expect(await readNextTell(store.read)).toBeNull();
    for (const { id } of [email, erased])
      for (const who of [ravi, maya]) expect(await told(who, id)).toEqual([]);
  });

  test('several processes tell it once', async () => {
    const stores = await openSeveral(2);
    const { it, ravi, maya, sendTracked, ask, told } = await trackedWorld(stores[0]!, shared.google);
    for (let round = 0; round < 5; round += 1) {
      const email = await sendTracked();
      it.advance(minute);
      await ask(email.pixel, agents.gmail);
      it.advance(finalMs);
      const tellOn = (i: number) => () => tellSeen(stores[i]!, it.clock());
      await race(round, tellOn(0), tellOn(1));
      for (const who of [ravi, maya]) expect(await told(who, email.id)).toEqual(['send.opened']);
    }
  });
});
