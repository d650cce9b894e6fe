import { expect, it } from 'vitest';
import type { Store } from './store/store.ts';
import { eachEngine, openerFor } from './store/testing/engines.ts';
import { createSharedClock } from './shared-clock.ts';

const hour = 3_600_000;

/** A machine whose clock is `wrongBy` off, and can be put forward or back, or to sleep. */
function machine(wrongBy = 0) {
  let [jumps, slept, went] = [wrongBy, 0, 0];
  const real = Date.now();
  return {
    ofDay: () => real + jumps + slept + went,
    passed: () => 5_000 + went,
    jump: (ms: number) => (jumps += ms),
    sleep: (ms: number) => (slept += ms),
    go: (ms: number) => (went += ms),
  };
}

/** The store of a machine of its own, whose time of day can be set. */
function databaseAt(store: Store, now: () => number): Store {
  const rows = async () => [{ now: now() }];
  return { ...store, read: Object.assign(Object.create(store.read), { engine: 'postgres', rows }) };
}

eachEngine((engine, open) => {
  it('shows the time of the database', async () => {
    const wrong = engine === 'sqlite' ? 0 : -hour;
    const store = await open();
    const clock = await createSharedClock(store, machine(wrong));
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(5_000);
    expect(clock.steadyFor()).toBeGreaterThan(hour);
  });
});

const open = openerFor('sqlite');
/** A machine and a database elsewhere, both right at first. */
const two = async () => {
  const [here, there] = [machine(), machine()];
  const clock = await createSharedClock(databaseAt(await open(), there.ofDay), here);
  const go = (ms: number) => {
    here.go(ms);
    there.go(ms);
  };
  return { here, there, go, clock, began: there.ofDay() };
};

it('goes on evenly when the clock of its machine is put back', async () => {
  const { here, go, clock, began } = await two();
  here.jump(-hour);
  go(10_000);
  expect(clock.now()).toBe(began + 10_000);
  await clock.adjust();
  expect(clock.now()).toBe(began + 10_000);
});

it('follows the database again at once when the clock of its machine is put forward', async () => {
  const { here, go, clock, began } = await two();
  here.jump(hour);
  // What it says before it has asked gives up leases rather than keeping them too long.
  expect(clock.now()).toBe(began + hour);
  await expect.poll(clock.now).toBe(began);
  go(10_000);
  expect(clock.now()).toBe(began + 10_000);
});

it('knows how long its machine slept', async () => {
  const { here, there, clock, began } = await two();
  here.sleep(hour);
  there.go(hour);
  expect(clock.now()).toBe(began + hour);
  await clock.adjust();
  expect(clock.now()).toBe(began + hour);
});

it("takes over a jump of the database's clock when it compares, and says since when it is steady", async () => {
  const { there, go, clock, began } = await two();
  there.jump(hour);
  go(30_000);
  expect(clock.now()).toBe(began + 30_000);
  await clock.adjust();
  expect(clock.now()).toBe(began + hour + 30_000);
  expect(clock.steadyFor()).toBe(0);
  go(70_000);
  expect(clock.steadyFor()).toBe(70_000);
  await clock.adjust();
  expect(clock.steadyFor()).toBe(70_000);
});

it('is not steady after its own machine jumped or slept', async () => {
  for (const change of ['jump', 'sleep'] as const) {
    const { here, clock, go } = await two();
    here[change](hour);
    clock.now();
    go(5_000);
    expect(clock.steadyFor()).toBeLessThanOrEqual(5_000);
  }
});
