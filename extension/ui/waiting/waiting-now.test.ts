import { expect, test } from 'vitest';
import type { Send } from '../../../shared/api/sends.ts';
import { waitingNow } from './waiting-now.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const at = (seconds: number) => new Date(now + seconds * 1000).toISOString();
const send = (reason: 'undo' | 'approval', until: string | null, dueAt: string) =>
  ({ waiting: { reason, until }, dueAt }) as Send;

test('an undo window that is over is none any more, also where nobody told', () => {
  expect(waitingNow(send('undo', at(5), at(3600)), now)?.reason).toBe('undo');
  expect(waitingNow(send('undo', at(-1), at(3600)), now)).toEqual({ reason: 'scheduled', until: at(3600) });
  expect(waitingNow(send('undo', at(-1), at(-1)), now)).toBeNull();
  expect(waitingNow(send('undo', at(-1), '9999-12-31T00:00:00.000Z'), now)).toBeNull();
});

test('every other reason stands as it was read', () => {
  expect(waitingNow(send('approval', null, at(-1)), now)?.reason).toBe('approval');
});
