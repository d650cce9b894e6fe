import type { Check } from './check.ts';

/** Nothing is accepted by the provider twice, and nothing that is not stored. */
export const atMostOnce: Check = {
  name: 'nothing goes out twice',
  *find({ receipts, stored }) {
    const known = new Set(stored.sends.map(({ id }) => id));
    const accepted = new Map<string, number>();
    for (const receipt of receipts.filter((it) => it.accepted))
      accepted.set(receipt.sendId, (accepted.get(receipt.sendId) ?? 0) + 1);
    for (const [sendId, times] of accepted) {
      if (times > 1) yield { what: `The provider accepted it ${times} times.`, sendId };
      if (!known.has(sendId)) yield { what: 'The provider accepted an email that is not stored.', sendId };
    }
  },
};
