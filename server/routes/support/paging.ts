import { z } from 'zod';
import type { Page } from '../../../shared/api/page.ts';
import { readCursor, type SendPlace } from '../../../shared/domain/send-place.ts';
import { refuse } from '../../refusal.ts';
import { RefusedRequest } from './answer.ts';

/** Reads a cursor as the id it stands for; anything else is 400. What it selects is always limited to the caller's own. */
export function idCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  if (!z.uuid().safeParse(cursor).success) throw badCursor();
  return cursor;
}

/** Reads a cursor as the place in a list of emails that it stands for; anything else is 400. */
export function placeCursor(cursor: string | undefined): SendPlace | null {
  if (cursor === undefined) return null;
  const place = readCursor(cursor);
  if (place === null) throw badCursor();
  return place;
}

/** Reads a cursor as a sequence number; anything else is 400. */
export function seqCursor(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  if (!/^\d{1,15}$/.test(cursor)) throw badCursor();
  return Number(cursor);
}

const badCursor = () =>
  new RefusedRequest(refuse('invalid_request', 'cursor: use the nextCursor of the page before, unchanged.'));

/** A page out of `limit + 1` rows: the one too many only tells that there is more. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => string,
  items: (rows: readonly Row[]) => Item[],
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: items(shown), nextCursor: rows.length > limit && last ? cursorOf(last) : null };
}
