import type { Page } from '../../../shared/api/page.ts';
import { succeed, type Outcome } from '../../../shared/messages/outcome.ts';
import { onceEach } from './once-each.ts';

// 2,000 rows: far more than a person scans, and a bound against a cursor that never ends.
const pageSize = 200;
const mostPages = 10;

/** Reads a list page by page, up to a bound, each item once. */
export async function listAll<Item extends { id: string }>(
  load: (query: { limit: number; cursor?: string }) => Promise<Outcome<Page<Item>>>,
): Promise<Outcome<Item[]>> {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer: Outcome<Page<Item>> = await load({ limit: pageSize, cursor });
    if (!answer.ok) return answer;
    items.push(...answer.value.items);
    if (answer.value.nextCursor === null) break;
    cursor = answer.value.nextCursor;
  }
  return succeed(onceEach(items));
}
