import { setImmediate as nextTurn } from 'node:timers/promises';
import { isUnavailable } from '../store/errors.ts';
import type { Store } from '../store/store.ts';

/** The most that share one unit of work: enough to spread its cost, few enough to be quick. */
const maxTogether = 64;

type Waiting<Item, Result> = {
  item: Item;
  resolve: (result: Result) => void;
  reject: (fault: unknown) => void;
};

/**
 * Turns work on many items into work on one: what is asked for while the batch before is under way goes into the next
 * one, so batches grow with the load and nobody waits when there is none. One batch of a store runs at a time. When a
 * batch fails, each of its items is tried alone, so that a fault stays with the item that caused it; `run` therefore
 * leaves nothing behind when it rejects, and finds an item that was done already to be done.
 */
export function batched<Item, Result>(
  run: (store: Store, items: readonly Item[]) => Promise<readonly Result[]>,
): (store: Store, item: Item) => Promise<Result> {
  type Queue = Waiting<Item, Result>[];
  const queues = new WeakMap<Store, Queue>();

  const runTogether = async (store: Store, batch: Queue): Promise<void> => {
    try {
      const results = await run(
        store,
        batch.map(({ item }) => item),
      );
      for (const [i, { resolve }] of batch.entries()) resolve(results[i]!);
    } catch (fault) {
      if (batch.length > 1 && !isUnavailable(fault)) {
        for (const one of batch) await runTogether(store, [one]);
      } else for (const { reject } of batch) reject(fault);
    }
  };

  const drain = async (store: Store, queue: Queue): Promise<void> => {
    while (queue.length > 0) {
      // Answers that came in with the same turn of the event loop go together.
      await nextTurn();
      await runTogether(store, queue.splice(0, maxTogether));
    }
    queues.delete(store);
  };

  return (store, item) =>
    new Promise((resolve, reject) => {
      const waiting = { item, resolve, reject };
      const queue = queues.get(store);
      if (queue) return void queue.push(waiting);
      const begun = [waiting];
      queues.set(store, begun);
      void drain(store, begun);
    });
}
