import type { Page } from '../../../shared/api/page.ts';
import { succeed, type Outcome } from '../../../shared/messages/outcome.ts';

// 2,000 rows: far more than a person scans, and a bound against a cursor that never ends.
const pageSize = 200;
const mostPages = 10;

/** Reads a list page by page, up to a bound. */
export async function listAll<Item>(
  get: <Value>(path: string) => Promise<Outcome<Value>>,
  path: string,
): Promise<Outcome<Item[]>> {
  const items: Item[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer: Outcome<Page<Item>> = await get<Page<Item>>(`${path}?limit=${pageSize}${after}`);
    if (!answer.ok) return answer;
    items.push(...answer.value.items);
    cursor = answer.value.nextCursor;
    if (cursor === null) break;
  }
  return succeed(items);
}
