import { endBatches, listDone } from '../../store/batches.ts';
import { tellAll } from '../../store/events.ts';
import type { Db, Store } from '../../store/store.ts';

const atOnce = 100;

/** Tells both people of each batch whose last email has come to its end, once. Call it now and then. */
export async function sweepBatches(store: Store, now: number): Promise<void> {
  const done = await listDone(store.read, atOnce);
  if (done.length > 0) await store.tx((q) => finishBatches(q, done, now));
}

/**
 * Tells both people of those of the batches that came to their end, if nobody did yet. Whoever settles the last email of
 * a batch may call this in the same unit of work; the sweep finds what is left, such as two last ones at once.
 */
export async function finishBatches(q: Db, batchIds: readonly string[], now: number): Promise<void> {
  const ended = await endBatches(q, batchIds, now);
  await tellAll(
    q,
    ended
      // Who cancelled one has said that it is over.
      .filter(({ state }) => state !== 'cancelled')
      .flatMap(({ id, requestorId, acceptorId }) =>
        [...new Set([requestorId, acceptorId])].map((memberId) => ({
          memberId,
          note: { type: 'batch.done' as const, subjectId: id, actorId: null, at: now },
        })),
      ),
  );
}
