import { expect, test } from 'vitest';
import type { Page } from '../../../shared/api/page.ts';
import type { Send } from '../../../shared/api/sends.ts';
import { fail, succeed } from '../../../shared/messages/outcome.ts';
import { createReportApi } from './report-api.ts';

type Query = { limit: number; cursor?: string; others?: string; side: string };
const wanted = { side: 'acceptor', from: '2026-03-01', others: true } as const;
const send = (id: number, rest: Partial<Send> = {}) => ({ id: String(id), ...rest }) as Send;
// 3 March 2026, 12:00 UTC.
const cursor = `${Date.UTC(2026, 2, 3, 12)}.019cb391-c200-7000-8000-000000000000`;

/** A server that answers one page after the other, and what it was asked. */
function serverWith(pages: Page<Send>[]) {
  const asked: Query[] = [];
  const $get = ({ query }: { query: Query }) => {
    asked.push(query);
    return pages[asked.length - 1];
  };
  const call = async (ask: (server: never) => unknown) => {
    const page = await ask({ v1: { sends: { $get } } } as never);
    return page === undefined ? fail('offline', 'gone') : succeed(page as never);
  };
  return { asked, api: createReportApi(call as never) };
}

test('short pages are put together until there are enough', async () => {
  const { asked, api } = serverWith([
    { items: [send(3)], nextCursor: 'a' },
    { items: [], nextCursor: 'b' },
    { items: [send(2), send(1)], nextCursor: 'c' },
  ]);
  const found = await api.findSends(wanted, 3);
  expect(found).toEqual(succeed({ items: [send(3), send(2), send(1)], more: true, reachedAt: null }));
  expect(asked.map(({ limit, cursor }) => [limit, cursor])).toEqual([
    [3, undefined],
    [2, 'a'],
    [2, 'b'],
  ]);
  expect(asked[0]).toMatchObject({ side: 'acceptor', others: 'true', from: '2026-03-01' });
});

test('an email that moved while the pages were read stands once, where it was met last, and does not count twice', async () => {
  const { asked, api } = serverWith([
    { items: [send(4, { state: 'queued' }), send(3)], nextCursor: 'a' },
    { items: [send(4, { state: 'cancelled' })], nextCursor: 'b' },
    { items: [send(2)], nextCursor: 'c' },
  ]);
  const found = await api.findSends(wanted, 3);
  const items = [send(3), send(4, { state: 'cancelled' }), send(2)];
  expect(found).toEqual(succeed({ items, more: true, reachedAt: null }));
  expect(asked.map(({ limit }) => limit)).toEqual([3, 1, 1]);
});

test('the last page is the end', async () => {
  const { api } = serverWith([{ items: [send(1)], nextCursor: null }]);
  expect(await api.findSends(wanted, 50)).toEqual(
    succeed({ items: [send(1)], more: false, reachedAt: null }),
  );
});

test('where little fits it is given up after some pages, and said how far back was looked', async () => {
  const { asked, api } = serverWith(Array.from({ length: 100 }, () => ({ items: [], nextCursor: cursor })));
  const found = await api.findSends(wanted, 50);
  expect(found).toEqual(succeed({ items: [], more: true, reachedAt: '2026-03-03T12:00:00.000Z' }));
  expect(asked.length).toBeLessThan(20);
});

test('a refusal in the middle is the answer', async () => {
  const { api } = serverWith([{ items: [send(1)], nextCursor: 'a' }]);
  expect(await api.findSends(wanted, 50)).toEqual(fail('offline', 'gone'));
});
