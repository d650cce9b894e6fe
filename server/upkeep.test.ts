import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createUpkeep, everySo, type Chore } from './upkeep.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const minute = 60_000;
const logged: string[] = [];
const write = (message: string) => void logged.push(message);
const log = { info: write, warn: write, error: write };
const clock = () => Date.now();

function upkeep(...chores: Chore[]) {
  const it = createUpkeep({ clock, log, random: () => 0.5 }, chores);
  it.start();
  return it;
}

/** A chore that is due at instants, and counts how often it was looked at and done. */
function chore(...instants: number[]) {
  const it = {
    looks: 0,
    runs: [] as number[],
    instants,
    due: () => {
      it.looks += 1;
      return it.instants[0] ?? null;
    },
    run: async () => {
      it.runs.push(clock());
      return it.instants.shift() === undefined ? 0 : 1;
    },
  };
  return it;
}

it('looks at each chore once a minute while nothing is due', async () => {
  const [one, two] = [chore(), chore()];
  const running = upkeep(one, two);
  await vi.advanceTimersByTimeAsync(10 * minute);
  expect([one.looks, two.looks]).toEqual([10, 10]);
  await running.stop();
});

it('does a chore within a second of its instant, and goes on with what it did not take at once', async () => {
  const at = clock() + 20_000;
  const it = chore(at, at, at);
  const running = upkeep(it);
  await vi.advanceTimersByTimeAsync(19_900);
  expect(it.runs).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(it.runs.map((ran) => ran - at)).toEqual([500, 600, 700]);
  await running.stop();
});

it('does not spin over a chore that is due and that it can do nothing about', async () => {
  const stuck = { ...chore(), due: vi.fn(() => 0), run: vi.fn(async () => 0) };
  const running = upkeep(stuck);
  await vi.advanceTimersByTimeAsync(10 * minute);
  expect(stuck.run).toHaveBeenCalledTimes(10);
  await running.stop();
});

it('wakes for what was not foreseen', async () => {
  const it = chore();
  const running = upkeep(it);
  await vi.advanceTimersByTimeAsync(1_000);
  it.instants.push(clock() + 2_000);
  running.wake(clock() + 2_000);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(it.runs).toHaveLength(1);
  await running.stop();
});

it('goes on with the others when one fails, and says so', async () => {
  const failing: Chore = { due: () => 0, run: () => Promise.reject(new Error('no')) };
  const it = chore(clock());
  const running = upkeep(failing, it);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(it.runs).toHaveLength(1);
  expect(logged.at(-1)).toMatch(/failed/);
  await running.stop();
});

it('finishes what it does when it is stopped, and begins nothing more', async () => {
  let finish = () => {};
  const slow: Chore = { due: () => 0, run: () => new Promise((resolve) => (finish = () => resolve(1))) };
  const next = chore(clock());
  const running = upkeep(slow, next);
  await vi.advanceTimersByTimeAsync(1_000);
  let stopped = false;
  const stopping = running.stop().then(() => (stopped = true));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(stopped).toBe(false);
  finish();
  await stopping;
  await vi.advanceTimersByTimeAsync(10 * minute);
  expect(next.runs).toEqual([]);
});

it('does what nothing can foresee every so often, and once soon after the start', async () => {
  const run = vi.fn(async () => {});
  const running = upkeep(everySo(clock, 15 * minute, run));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(run).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(30 * minute);
  expect(run).toHaveBeenCalledTimes(3);
  await running.stop();
});

it('goes on soon with what says that there is more of it', async () => {
  const left = ['more', 'more', 'done'];
  const run = vi.fn(async () => left.shift());
  const running = upkeep(everySo(clock, 15 * minute, run));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(run).toHaveBeenCalledTimes(3);
  await vi.advanceTimersByTimeAsync(10 * minute);
  expect(run).toHaveBeenCalledTimes(3);
  await running.stop();
});

it('is not put off by a clock that was a year ahead for a moment', async () => {
  let ahead = 365 * 24 * 60 * minute;
  const run = vi.fn(async () => {
    await Promise.resolve();
  });
  const wrong = () => clock() + ahead;
  const chores = [everySo(wrong, 15 * minute, run)];
  const running = createUpkeep({ clock: wrong, log, random: () => 0.5 }, chores);
  running.start();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(run).toHaveBeenCalledTimes(1);
  ahead = 0;
  await vi.advanceTimersByTimeAsync(16 * minute);
  expect(run.mock.calls.length).toBeGreaterThan(1);
  await running.stop();
});
