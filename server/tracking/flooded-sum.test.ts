import { expect, test } from 'vitest';
import type { Db } from '../store/store.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { sharedGoogle } from '../testing/world.ts';
import { agents, trackedWorld } from './testing/tracked-email.ts';

const shared = sharedGoogle();

eachEngine((_engine, open) => {
  test('whoever floods the pixel of an email that stands alone does not have its sum looked for each time', async () => {
    const store = await open();
    const { it, sendTracked, days } = await trackedWorld(store, shared.google, { mode: 'aggregate' });
    const email = await sendTracked();
    it.advance(60_000);
    let looked = 0;
    const counting = (q: Db): Db =>
      new Proxy(q, {
        get(target, key) {
          if (key === 'selectDistinct') looked += 1;
          const value: unknown = Reflect.get(target, key);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    const tx = store.tx.bind(store);
    Object.assign(store, { tx: <Result>(work: (q: Db) => Promise<Result>) => tx((q) => work(counting(q))) });
    const headers = { 'user-agent': agents.gmail };
    await Promise.all(Array.from({ length: 300 }, () => it.app.request(email.pixel, { headers })));
    await it.tracker.counted();
    expect(looked).toBeGreaterThan(0);
    expect(looked).toBeLessThan(50);
    expect(await days()).toEqual({ opened: 0, clicked: 0, openMachines: 0, openUnknown: 0 });
  });
});
