import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fail, succeed } from '../../shared/messages/outcome.ts';
import type { SurfaceName } from '../../shared/messages/surface-messages.ts';
import type { Delegated } from './send-acts.ts';
import { handOver } from './surface-door.ts';
import { SurfaceLoader } from './surface-loader.ts';

let life = new AbortController();
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', {});
  life = new AbortController();
});
afterEach(() => {
  life.abort();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A page over a worker that runs the files it is asked for, while `works`. */
function arrange() {
  const world = { near: true, settings: false, works: true };
  const started: SurfaceName[] = [];
  const onPageChange = vi.fn();
  const form = {} as Delegated;
  const run = (which: SurfaceName) =>
    handOver(which, () => {
      started.push(which);
      return which === 'composer' ? { onPageChange, delegated: () => [form] } : { onPageChange };
    });
  const ask = vi.fn(async (_type: string, { which }: { which: SurfaceName }) => {
    if (!world.works) return fail('unavailable', 'No.') as never;
    await Promise.resolve();
    run(which);
    return succeed(null) as never;
  });
  const loader = new SurfaceLoader({
    site: { composerIsNear: () => world.near, settingsMount: () => (world.settings ? {} : null) } as never,
    client: { ask } as never,
    choiceWasLost: false,
    signal: life.signal,
  });
  return { world, started, onPageChange, form, run, ask, loader };
}
const settle = () => vi.advanceTimersByTimeAsync(0);

it('asks for nothing where there is nothing to stand in', async () => {
  const { world, ask, loader } = arrange();
  world.near = false;
  loader.onPageChange();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(ask).not.toHaveBeenCalled();
  expect(loader.delegated()).toEqual([]);
});

it('asks once for what the page needs, and tells it of every change from then on', async () => {
  const { world, started, ask, onPageChange, form, loader } = arrange();
  loader.onPageChange();
  loader.onPageChange();
  await settle();
  expect(started).toEqual(['composer']);
  expect(onPageChange).toHaveBeenCalledTimes(1);
  expect(loader.delegated()).toEqual([form]);
  world.settings = true;
  loader.onPageChange();
  await settle();
  expect(started).toEqual(['composer', 'panel']);
  expect(ask).toHaveBeenCalledTimes(2);
});

it('asks again after a failure, each time after a longer pause, while it is needed', async () => {
  const { world, started, ask, loader } = arrange();
  world.works = false;
  loader.onPageChange();
  await vi.advanceTimersByTimeAsync(900);
  loader.onPageChange();
  expect(ask).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1_000 + 2_000 + 4_000);
  expect(ask).toHaveBeenCalledTimes(4);
  world.near = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask).toHaveBeenCalledTimes(4);
  Object.assign(world, { near: true, works: true });
  loader.onPageChange();
  await settle();
  expect(started).toEqual(['composer']);
});

it('starts a file that came twice once', async () => {
  const { started, run, loader } = arrange();
  loader.onPageChange();
  await settle();
  run('composer');
  expect(started).toEqual(['composer']);
});

it('lets nothing in after its end, and leaves nothing behind', async () => {
  const { started, run } = arrange();
  const names = () =>
    Object.getOwnPropertySymbols(globalThis).filter((name) => /behalf\.surfaces/.test(String(name)));
  expect(names()).toHaveLength(1);
  life.abort();
  run('composer');
  expect(started).toEqual([]);
  expect(names()).toEqual([]);
});
