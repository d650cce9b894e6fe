import { expect, test } from 'vitest';
import type { Send } from '../api/sends.ts';
import { openQuestions } from './open-questions.ts';

const send = (id: string, rest: Partial<Send> = {}) =>
  ({ id, state: 'held', acceptor: { id: 'maya' }, batchId: null, ...rest }) as Send;

test('each email that waits for me is a question, a batch is one', () => {
  const waiting = [
    send('one'),
    send('two', { batchId: 'many' }),
    send('three', { batchId: 'many' }),
    send('queued', { state: 'queued' }),
    send('for another', { acceptor: { id: 'tom' } as Send['acceptor'] }),
  ];
  expect(openQuestions(waiting, 'maya').map(({ kind, id, count }) => [kind, id, count])).toEqual([
    ['send', 'one', 1],
    ['batch', 'many', 2],
  ]);
});
