import type { Check } from './check.ts';

/** One key is one email or one batch, however often it is asked for; another request under it is refused. */
export const sameKeySameEmail: Check = {
  name: 'one key, one email',
  *find({ journal, stored }) {
    const ids = new Map<string, Set<string>>();
    const add = (key: string, id: string | null) => {
      if (id !== null) ids.set(key, (ids.get(key) ?? new Set()).add(id));
    };
    for (const { key, sendId } of [...journal.submitted, ...journal.repeated]) add(key, sendId);
    for (const { key, batchId } of journal.batches) add(key, batchId);
    for (const { idempotencyKey, id } of [...stored.sends, ...stored.batches]) add(idempotencyKey, id);
    for (const [key, known] of ids)
      if (known.size > 1) yield { what: `${key} stands for ${known.size} emails.`, sendId: [...known][0]! };

    const taken = new Map(journal.taken.map(({ key, sendId, endedAt }) => [key, { sendId, endedAt }]));
    for (const { key, batchId, endedAt } of journal.takenBatches)
      taken.set(key, { sendId: batchId, endedAt });
    for (const { key, changed, status, code, sendId, beganAt } of journal.repeated) {
      const first = taken.get(key);
      if (!first || beganAt < first.endedAt) continue;
      if (changed && code !== 'idempotency_conflict')
        yield { what: `Another request under its key was answered with ${status}.`, sendId: first.sendId };
      if (!changed && sendId === null)
        yield { what: `Its own request once more was answered with ${status}.`, sendId: first.sendId };
    }
  },
};
