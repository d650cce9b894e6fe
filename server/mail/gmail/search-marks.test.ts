import { afterEach, expect, it, vi } from 'vitest';
import { searchMarks, type Mark } from './search-marks.ts';

afterEach(() => {
  vi.useRealTimers();
});

const markOf = (id: string, at = 1000): Mark => ({
  at,
  message: { sendId: `send-${id}`, messageId: id, threadId: 't' },
});
const readAny = async (id: string): Promise<Mark | null> => markOf(id);
const ids = (count: number, from = 0) => Array.from({ length: count }, (_, i) => String(from + i));
async function* pagesOf(...pages: string[][]) {
  yield* pages;
}

it('is whole when every listed message was read', async () => {
  const search = searchMarks(['send-1', 'never'], readAny);
  await search.through(pagesOf(ids(3), [], ids(3, 3)));
  expect(search.result()).toMatchObject({ end: 'whole', found: [{ sendId: 'send-1' }] });
});

it('reads five hundred messages at most, and says that it left some out', async () => {
  const readMark = vi.fn(readAny);
  const search = searchMarks(['never'], readMark);
  await search.through(pagesOf(ids(500), ids(1, 500)));
  expect(readMark).toHaveBeenCalledTimes(500);
  expect(search.result().end).toBe('incomplete');
  const exact = searchMarks(['never'], readAny);
  await exact.through(pagesOf(ids(500)));
  expect(exact.result().end).toBe('whole');
});

it('turns ten pages at most, and says that there may be more', async () => {
  async function* endless() {
    for (;;) yield [] as string[];
  }
  const search = searchMarks(['never'], readAny);
  await search.through(endless());
  expect(search.result().end).toBe('incomplete');
});

it('gives up after a minute, and says that it left some out', async () => {
  vi.useFakeTimers();
  const search = searchMarks(['never'], async (id) => {
    vi.advanceTimersByTime(25_000);
    return markOf(id);
  });
  await search.through(pagesOf(ids(9)));
  expect(search.result()).toMatchObject({ end: 'incomplete', found: [] });
});

it('is not whole when a listed message is gone', async () => {
  const search = searchMarks(['never'], async (id) => (id === '1' ? null : markOf(id)));
  await search.through(pagesOf(ids(3)));
  expect(search.result().end).toBe('incomplete');
});

it('goes on behind a past message that stands out of order, and ends after ten in a row', async () => {
  const readMark = vi.fn(async (id: string) => markOf(id, id === '2' || Number(id) >= 5 ? 1 : 1000));
  const search = searchMarks(['send-4', 'never'], readMark);
  await search.through(pagesOf(ids(40)), (at) => at < 500);
  expect(search.result()).toMatchObject({ end: 'whole', found: [{ sendId: 'send-4' }] });
  expect(readMark).toHaveBeenCalledTimes(15);
});
