import type { Check } from './check.ts';

/** No server ends by itself, and no failure goes unnoticed; the audit chains are whole. */
export const allWentWell: Check = {
  name: 'no server fails by itself',
  *find({ mishaps, stored }) {
    for (const what of mishaps) yield { what };
    for (const what of stored.brokenChains) yield { what };
  },
};
