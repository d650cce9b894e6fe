import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/** Something that is done now and then, in whichever process gets to it first. */
export type Chore = {
  /** When it is to be done next (epoch ms), or null while there is nothing to do. Read often, so it is cheap. */
  due(): Promise<number | null> | number | null;
  /**
   * Does it. Several processes may do so at once: each thing is done by whoever takes it. Resolves with how many things
   * it did; after some it is asked again soon, after none only with everything else.
   */
  run(): Promise<number>;
};

export type UpkeepDeps = {
  clock: Clock;
  log: Log;
  random: () => number;
  /** Nothing is looked at less often, whatever was told or foreseen (milliseconds); a minute when absent. */
  longestSleepMs?: number;
};

/** Processes that wake for the same thing do so within this time, in another order each time (milliseconds). */
const spreadMs = 1_000;
/** A chore that did something is asked again so soon (milliseconds): it may not have taken all at once. */
const againMs = 100;

/** Does chores when they are due. While none is, a process costs one look at each of them a minute. */
export function createUpkeep(
  { clock, log, random, longestSleepMs = 60_000 }: UpkeepDeps,
  chores: readonly Chore[],
) {
  let stopped = false;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let wakeAt = Number.POSITIVE_INFINITY;

  const round = async () => {
    wakeAt = clock() + longestSleepMs;
    for (const chore of chores) {
      if (stopped) return;
      try {
        const due = await chore.due();
        if (due === null) continue;
        if (due > clock()) wakeAt = Math.min(wakeAt, due + random() * spreadMs);
        else if ((await chore.run()) > 0) wakeAt = Math.min(wakeAt, clock() + againMs);
      } catch (fault) {
        log.error('Something that is done now and then failed; it is tried again.', { fault });
      }
    }
  };

  const arm = () => {
    clearTimeout(timer);
    if (stopped || running) return;
    const ms = Math.min(longestSleepMs, Math.max(0, wakeAt - clock()));
    timer = setTimeout(() => {
      running = round().finally(() => {
        running = null;
        arm();
      });
    }, ms).unref();
  };

  return {
    /** Begins, a moment from now. */
    start(): void {
      wakeAt = clock() + random() * spreadMs;
      arm();
    },
    /** There is something to do at `at` (epoch ms) that was not foreseen. */
    wake(at: number): void {
      wakeAt = Math.min(wakeAt, at + random() * spreadMs);
      arm();
    },
    /** What is being done is finished, and nothing more begun. */
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/**
 * A chore without anything to foresee it by: every `ms`, and once soon after the start; `'more'` asks for another turn
 * soon. A clock that was far ahead for a moment does not put it off until then.
 */
export function everySo(clock: Clock, ms: number, run: () => Promise<unknown>): Chore {
  let next = 0;
  return {
    due: () => (next > clock() + ms ? 0 : next),
    async run() {
      next = clock() + ms;
      if ((await run()) !== 'more') return 0;
      next = 0;
      return 1;
    },
  };
}
