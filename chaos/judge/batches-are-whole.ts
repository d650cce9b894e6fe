import type { Check } from './check.ts';

/** A batch is stored with all of its emails, each to the one it was asked for, or not at all; and it comes to its end. */
export const batchesAreWhole: Check = {
  name: 'all of a batch or none',
  *find({ journal, stored }) {
    const rows = new Map<string, number[]>();
    for (const { batchId, batchRow } of stored.sends)
      if (batchId !== null) rows.set(batchId, [...(rows.get(batchId) ?? []), batchRow ?? -1]);
    const asked = new Map(journal.batches.map((batch) => [batch.key, batch]));
    const known = new Map(stored.batches.map((batch) => [batch.id, batch]));
    for (const { id, idempotencyKey, total, endedAt } of stored.batches) {
      const wanted = asked.get(idempotencyKey)?.to.length;
      const there = (rows.get(id) ?? []).sort((a, b) => a - b);
      if (wanted === undefined) yield { what: `A batch is stored that nobody wrote: ${id}.` };
      else if (total !== wanted || there.length !== wanted || there.some((row, i) => row !== i))
        yield { what: `Of the batch ${id} there are ${there.length} of ${wanted} emails.` };
      if (endedAt === null) yield { what: `The batch ${id} came to no end.` };
    }
    for (const batchId of rows.keys())
      if (!known.has(batchId))
        yield { what: `There are emails of the batch ${batchId}, which is not stored.` };
    for (const { batchId, key } of journal.takenBatches)
      if (known.get(batchId)?.idempotencyKey !== key)
        yield { what: `The batch ${batchId} was taken (202), and is not stored.` };
  },
};
