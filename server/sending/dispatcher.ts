import type { Log } from '../log.ts';
import { readNextDue } from '../store/queue.ts';
import { readNews, sendChannel } from '../store/queue-news.ts';
import { claimSends, type ClaimedSend } from './claim-sends.ts';
import { dispatch, type DispatchDeps } from './dispatch.ts';
import { Instants } from './instants.ts';
import type { Pace } from './pace.ts';
import { putBack } from './put-back.ts';
import { reapSends } from './reap-sends.ts';

export type DispatcherDeps = DispatchDeps & {
  log: Log;
  concurrency: number;
  pace: Pace;
  /** How long it sleeps at most without being told anything: the net under what is told (ms); a minute when absent. */
  longestSleepMs?: number;
};

/** How much later than another process one looks for what that one brought up (milliseconds): it goes first. */
const patienceMs = { least: 200, most: 1_200 };
/** What was handed over is waited for this long when stopping (milliseconds); longer than the provider's time-out. */
const lastWordsMs = 35_000;

/**
 * The loop that empties the queue: claims what is due, hands it over, sleeps until there is more. What this process
 * brought up itself it claims on the instant; for anything else it looks a moment later, with one read, and claims only
 * what nobody took. See queue.design.md.
 */
export function createDispatcher(deps: DispatcherDeps) {
  const { store, clock, log, concurrency, pace, random, longestSleepMs = 60_000 } = deps;
  const underWay = new Map<string, { send: ClaimedSend; work: Promise<void> }>();
  const mine = new Instants();
  let lookAt = Number.POSITIVE_INFINITY;
  let emptyHanded = 0;
  let stopped = false;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let stopListening = () => {};

  const free = () => concurrency - underWay.size;
  const worksOf = () => [...underWay.values()].map(({ work }) => work);
  const patience = () => {
    // A SQLite file has one process. Whoever came too late looks less often.
    const least =
      store.engine === 'sqlite' ? 0 : patienceMs.least + random() * (patienceMs.most - patienceMs.least);
    return emptyHanded === 0 ? least : Math.max(least, Math.min(5_000, 10 * 2 ** emptyHanded));
  };

  const start = async (send: ClaimedSend) => {
    try {
      await dispatch(deps, send);
    } catch (fault) {
      // Whatever it was, the lease decides: unfired goes back to the queue, fired becomes uncertain.
      log.error('A send could not be dispatched.', { sendId: send.id, fault });
    }
  };

  const lookBy = (at: number) => {
    lookAt = Math.min(lookAt, at);
    arm();
  };
  const hear = (payload: string) => {
    const news = readNews(payload);
    if (!news.mine) return lookBy(Math.max(news.at, clock()) + patience());
    mine.add(news.at);
    arm();
  };

  /** Claims as much as there is room for. Resolves with how many that were. */
  const claim = async (): Promise<number> => {
    mine.dropUntil(clock());
    lookAt = Number.POSITIVE_INFINITY;
    const room = free();
    const claimed = await claimSends(store, clock(), room, pace);
    for (const send of claimed) {
      const work = stopped ? Promise.resolve() : start(send).finally(() => leave(send));
      underWay.set(send.id, { send, work });
    }
    emptyHanded = claimed.length === 0 ? Math.min(emptyHanded + 1, 10) : 0;
    // With no room left there may be more: the next one to end makes room for it.
    if (claimed.length === room) mine.add(clock());
    else await lookAhead();
    return claimed.length;
  };
  const leave = (send: ClaimedSend) => {
    underWay.delete(send.id);
    arm();
  };

  /** Reads when the next can be claimed, to look for it then. True when that is now. */
  const lookAhead = async (): Promise<boolean> => {
    const next = await readNextDue(store.read);
    const now = clock();
    lookAt = now + longestSleepMs;
    if (next !== null) lookBy(Math.max(next, now) + patience());
    return next !== null && next <= now;
  };

  const round = async () => {
    try {
      if (mine.first <= clock() || (await lookAhead())) await claim();
    } catch (fault) {
      log.error('The queue could not be read; it is tried again shortly.', { fault });
      lookAt = clock() + patienceMs.most;
    } finally {
      running = null;
      arm();
    }
  };

  const arm = () => {
    clearTimeout(timer);
    if (stopped || running || free() <= 0) return;
    const ms = Math.min(mine.first, lookAt) - clock();
    // Farther off than it ever is: the clock was put back.
    if (ms > longestSleepMs) lookAt = clock() + longestSleepMs;
    if (ms <= 0) running = round();
    else timer = setTimeout(arm, Math.min(ms, longestSleepMs)).unref();
  };

  return {
    /** Begins work. On SQLite every attempt found under way belongs to a process that is gone, since one holds the file. */
    async start(): Promise<void> {
      await reapSends(store, clock(), store.engine === 'sqlite' ? Number.MAX_SAFE_INTEGER : clock());
      stopListening = store.listen(sendChannel, hear);
      this.wake();
    },
    /** Claims what is due now. */
    wake(): void {
      mine.add(clock());
      arm();
    },
    /** Resolves once nothing due is left that this process can claim, and nothing is under way. */
    async drain(): Promise<void> {
      for (;;) {
        if (running) await running;
        else if (underWay.size > 0) await Promise.race(worksOf());
        else if ((await claim()) === 0 && !running && underWay.size === 0) return;
      }
    },
    /**
     * Ends work: nothing more is claimed, what was not handed over goes back into the queue at once for others, and what
     * was is waited for until the provider has answered or timed out.
     */
    async stop(): Promise<void> {
      stopped = true;
      stopListening();
      clearTimeout(timer);
      await running;
      const claimed = [...underWay.values()].map(({ send }) => send);
      if (claimed.length === 0) return;
      try {
        for (const { id } of await putBack(store, claimed, clock())) underWay.delete(id);
      } catch (fault) {
        log.error('What was claimed could not be put back; its leases run out by themselves.', { fault });
      }
      let tooLong: NodeJS.Timeout | undefined;
      const limit = new Promise((resolve) => (tooLong = setTimeout(resolve, lastWordsMs)));
      await Promise.race([Promise.allSettled(worksOf()), limit]);
      clearTimeout(tooLong);
    },
  };
}

export type Dispatcher = ReturnType<typeof createDispatcher>;
