import type { Check } from './check.ts';
import { begunAt } from './begun-at.ts';

/**
 * Whoever was told "nothing was sent" can rely on it: the email is not stored, also when they had asked twice. Left
 * out is what no server can know: that an earlier try lies with a server that stands still, and will be carried out.
 */
export const refusedIsNotTaken: Check = {
  name: 'what was refused is not taken',
  *find({ journal, stored, stalls }) {
    const byKey = new Map(
      [...stored.sends, ...stored.batches].map(({ idempotencyKey, id }) => [idempotencyKey, id]),
    );
    for (const { key, code, status, beganAt, endedAt } of [...journal.submitted, ...journal.batches]) {
      const sendId = byKey.get(key);
      if (status === 202 || sendId === undefined || begunAt(sendId) > endedAt) continue;
      if (stalls.some((stall) => stall.from < endedAt && stall.until > beganAt)) continue;
      yield { what: `It was refused (${status} ${code}), and taken all the same.`, sendId };
    }
  },
};
