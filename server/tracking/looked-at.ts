import type { LookedAt } from '../../shared/api/stats.ts';
import { utcDay } from '../clock.ts';
import type { SeenEmail } from '../store/seen-emails.ts';
import { fewestInSum } from './sums-of-many.ts';

/**
 * Of how many emails opens, and clicks, are looked at, by what `keyOf` says of each. Of those that count in sums only
 * where their sum is over many: of the others nothing is counted, whatever was put into them.
 */
export function countLookedAt(
  emails: readonly SeenEmail[],
  keyOf: (email: SeenEmail) => string,
): Map<string, LookedAt> {
  const found = new Map<string, LookedAt>();
  for (const side of ['opens', 'clicks'] as const) {
    const sums = new Map<string, SeenEmail[]>();
    for (const email of emails) {
      if (!email[side] || email.mode === null || email.mode === 'off') continue;
      const { mode, requestorId, acceptorId, sentAt } = email;
      const sum = mode === 'individual' ? mode : [requestorId, acceptorId, utcDay(sentAt)].join(' ');
      const those = sums.get(sum);
      if (those) those.push(email);
      else sums.set(sum, [email]);
    }
    for (const [sum, those] of sums) {
      const recipients = new Set(those.map(({ recipientKey }) => recipientKey)).size;
      if (sum !== 'individual' && recipients < fewestInSum) continue;
      for (const email of those) {
        const key = keyOf(email);
        const before = found.get(key) ?? { opens: 0, clicks: 0 };
        found.set(key, { ...before, [side]: before[side] + 1 });
      }
    }
  }
  return found;
}
