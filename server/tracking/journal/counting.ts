import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../log.ts';
import { isUnavailable } from '../../store/errors.ts';
import type { ArrivedHit } from '../record-hits.ts';
import type { Journal, Segment } from './journal.ts';

/** Counting begins when nothing has come for a moment, or when the first that is not counted waits this long (ms). */
const [quietMs, longestMs] = [200, 5_000];
/** So many hits are counted in one unit of work; it holds up whatever else there is for about as many 50 µs. */
const together = 200;
/** When the database can't be reached, it is tried again after this (milliseconds). */
const againMs = 1_000;

export type CountingDeps = {
  journal: Journal;
  log: Log;
  /** Counts hits in one unit of work. `mayBeCounted`: some of them may be already. */
  count(hits: readonly ArrivedHit[], mayBeCounted: boolean): Promise<void>;
};

/** A segment, how many of its hits are counted, and whether more of them may be than that. */
type Left = { segment: Segment; counted: number; mayBeCounted: boolean };

/** Counts what is in the journal, one segment after the other, apart from the requests that brought it there. */
export function createCounting({ journal, log, count }: CountingDeps) {
  let left: Left[] = [];
  let counting: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let [firstAt, lastAt] = [0, 0];
  let stopped = false;

  const countAll = async (hits: readonly ArrivedHit[], mayBeCounted: boolean): Promise<void> => {
    try {
      await count(hits, mayBeCounted);
    } catch (fault) {
      if (isUnavailable(fault)) throw fault;
      if (hits.length > 1) {
        for (const hit of hits) await countAll([hit], true);
      } else log.error('A hit could not be counted and is left out.', { fault });
    }
  };
  const countLeft = async (one: Left): Promise<void> => {
    const { hits } = one.segment;
    while (one.counted < hits.length) {
      const { mayBeCounted } = one;
      // What a fault of the database leaves open is found out when it is tried again.
      one.mayBeCounted = true;
      await countAll(hits.slice(one.counted, one.counted + together), mayBeCounted);
      one.mayBeCounted = mayBeCounted;
      one.counted += together;
      await one.segment.mark(one.counted);
    }
    await one.segment.remove();
  };
  const work = async (): Promise<void> => {
    const taken = await journal.take();
    left.push(...taken.map((segment) => ({ segment, counted: 0, mayBeCounted: false })));
    for (let one = left[0]; one; one = left[0]) {
      await countLeft(one);
      left.shift();
    }
  };
  const begin = (): Promise<void> =>
    (counting ??= work().finally(() => {
      counting = null;
    }));
  const look = () => {
    timer = undefined;
    const now = performance.now();
    if (now - lastAt < quietMs && now - firstAt < longestMs) return arm(quietMs);
    begin().then(
      () => {
        // What came while others were counted.
        if (journal.size > 0) arm(quietMs);
      },
      (fault: unknown) => {
        log.error('What was opened and clicked can’t be counted yet; it is tried again.', { fault });
        arm(againMs);
      },
    );
  };
  const arm = (ms: number) => {
    if (!stopped) timer ??= setTimeout(look, ms).unref();
  };

  return {
    /** There is something new in the journal. */
    noticed(): void {
      lastAt = performance.now();
      if (timer === undefined) firstAt = lastAt;
      arm(quietMs);
    },
    /** What other processes have left is to be counted, too. */
    add(segments: readonly Segment[]): void {
      left.push(...segments.map((segment) => ({ segment, counted: 0, mayBeCounted: true })));
      if (segments.length > 0) arm(0);
    },
    /** Resolves when all is counted that was in the journal when it was called. */
    async counted(): Promise<void> {
      await counting?.catch(() => {});
      await begin();
    },
    /** Counts what there is, if the database can be reached; what is left is for the next process. */
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      await Promise.race([this.counted().catch(() => {}), pause(againMs * 5, null, { ref: false })]);
    },
    get waiting() {
      return journal.size;
    },
  };
}
