import { expect, test } from 'vitest';
import type { SenderCounts } from '../../../shared/api/stats.ts';
import { isUnseen, ofHowMany } from './of-how-many.ts';

const counts = (rest: Partial<SenderCounts>): SenderCounts => ({
  ...{ sent: 9, opened: 0, openMachines: 0, openUnknown: 0, clicked: 0, replied: 0, bounced: 0 },
  ...{ opensLookedAt: 4, clicksLookedAt: 0, ...rest },
});

test('opens and clicks are parts of what was looked at for them, answers of what was sent', () => {
  const of = counts({});
  expect([ofHowMany(of, 'opened'), ofHowMany(of, 'clicked'), ofHowMany(of, 'replied')]).toEqual([4, 0, 9]);
});

test('no open where none was looked for is no zero', () => {
  expect([isUnseen(counts({}), 'clicked'), isUnseen(counts({}), 'opened')]).toEqual([true, false]);
  expect(isUnseen(counts({ sent: 0 }), 'clicked')).toBe(false);
  expect(isUnseen(counts({}), 'replied')).toBe(false);
});
