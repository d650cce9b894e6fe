import type { Log } from '../log.ts';
import { readNextDue, sendChannel } from '../store/queue.ts';
import { claimSends } from './claim-sends.ts';
import { dispatch, type DispatchDeps } from './dispatch.ts';
import { reapSends } from './reap-sends.ts';

export type DispatcherDeps = DispatchDeps & { log: Log; concurrency: number };

/** How long the dispatcher sleeps at most without being woken: the safety net under notifications (milliseconds). */
const longestSleepMs = 15_000;

/**
 * The loop that empties the queue: claims what is due, hands it over, sleeps until the next is due or it is woken.
 * `drain` resolves once nothing due is left and nothing is under way; `stop` lets what is under way finish.
 */
export function createDispatcher(deps: DispatcherDeps) {
  const { store, clock, log, concurrency } = deps;
  const underWay = new Set<Promise<void>>();
  let stopped = false;
  let woken = false;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let stopListening = () => {};

  const start = async (send: Parameters<typeof dispatch>[1]) => {
    try {
      await dispatch(deps, send);
    } catch (fault) {
      // Whatever it was, the lease decides: unfired goes back to the queue, fired becomes uncertain.
      log.error('A send could not be dispatched.', { sendId: send.id, fault });
    }
  };

  const fill = async () => {
    do {
      woken = false;
      const free = concurrency - underWay.size;
      const claimed = free > 0 ? await claimSends(store, clock(), free) : [];
      for (const send of claimed) {
        const work: Promise<void> = start(send).finally(() => {
          underWay.delete(work);
          wake();
        });
        underWay.add(work);
      }
    } while (woken && !stopped && underWay.size < concurrency);
  };

  const run = async () => {
    try {
      await fill();
    } catch (fault) {
      log.error('The queue could not be read; it is tried again shortly.', { fault });
    } finally {
      running = null;
    }
    if (stopped) return;
    if (woken && underWay.size < concurrency) wake();
    else await sleep();
  };

  const sleep = async () => {
    const next = await readNextDue(store.read).catch(() => null);
    if (stopped || running) return;
    const ms = next === null ? longestSleepMs : Math.min(longestSleepMs, Math.max(next - clock(), 5));
    clearTimeout(timer);
    timer = setTimeout(wake, underWay.size >= concurrency ? longestSleepMs : ms);
    timer.unref();
  };

  const wake = () => {
    if (stopped) return;
    woken = true;
    clearTimeout(timer);
    running ??= run();
  };

  return {
    /** Begins work. On SQLite every attempt found under way belongs to a process that is gone, since one holds the file. */
    async start(): Promise<void> {
      await reapSends(store, clock(), store.engine === 'sqlite' ? Number.MAX_SAFE_INTEGER : clock());
      stopListening = store.listen(sendChannel, wake);
      wake();
    },
    wake,
    async drain(): Promise<void> {
      for (;;) {
        if (running) await running;
        else if (underWay.size > 0) await Promise.race(underWay);
        else if (!woken) return;
        else await Promise.resolve();
      }
    },
    async stop(): Promise<void> {
      stopped = true;
      stopListening();
      clearTimeout(timer);
      await running;
      await Promise.allSettled(underWay);
    },
  };
}

export type Dispatcher = ReturnType<typeof createDispatcher>;
