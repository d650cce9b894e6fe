import { expect, test } from 'vitest';
import type { SenderCounts } from '../../../shared/api/stats.ts';
import { isUnseen, ofHowMany } from './of-how-many.ts';

const counts = (rest: Partial<SenderCounts>): SenderCounts => ({
  ...{ sent: 9, opened: 0, openMachines: 0, openUnknown: 0, clicked: 0, replied: 0, bounced: 0 },
  ...{ opensLookedAt: 4, clicksLookedAt: 0, repliesLookedAt: 7, ...rest },
});

test('opens, clicks and what came back are parts of what was looked at for them', () => {
  const columns = ['opened', 'clicked', 'replied', 'bounced', 'sent'] as const;
  expect(columns.map((what) => ofHowMany(counts({}), what))).toEqual([4, 0, 7, 7, 9]);
});

test('none where none was looked for is no zero', () => {
  expect([isUnseen(counts({}), 'clicked'), isUnseen(counts({}), 'opened')]).toEqual([true, false]);
  expect(isUnseen(counts({ sent: 0 }), 'clicked')).toBe(false);
  expect(isUnseen(counts({}), 'replied')).toBe(false);
  for (const what of ['replied', 'bounced'] as const)
    expect(isUnseen(counts({ repliesLookedAt: 0 }), what)).toBe(true);
});
