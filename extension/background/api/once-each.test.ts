import { expect, test } from 'vitest';
import { succeed } from '../../../shared/messages/outcome.ts';
import { listAll } from './list-all.ts';
import { onceEach } from './once-each.ts';

test('what was met twice stands once, where and as it was met last', () => {
  const met = [
    { id: 'a', n: 1 },
    { id: 'b', n: 1 },
    { id: 'a', n: 2 },
    { id: 'c', n: 1 },
  ];
  expect(onceEach(met)).toEqual([
    { id: 'b', n: 1 },
    { id: 'a', n: 2 },
    { id: 'c', n: 1 },
  ]);
  expect(onceEach([])).toEqual([]);
});

test('a list that is read whole has each item once, though one moved between its pages', async () => {
  const pages = [
    { items: [{ id: 'a' }, { id: 'b' }], nextCursor: 'next' },
    { items: [{ id: 'a' }, { id: 'c' }], nextCursor: null },
  ];
  const all = await listAll(({ cursor }) => Promise.resolve(succeed(pages[cursor ? 1 : 0]!)));
  expect(all).toEqual(succeed([{ id: 'b' }, { id: 'a' }, { id: 'c' }]));
});
