import { z } from 'zod';

/** How a list is paged: `limit` items (default 50) after the opaque `cursor` of the page before. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** A page of a list; `nextCursor` is null on the last one. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });

/** A page as TypeScript sees it. */
export type Page<Item> = { items: Item[]; nextCursor: string | null };

/** An id of one of our own rows (UUID v7, so ids sort by the time they were made). */
export const Id = z.uuid();
/** A path with one id in it. */
export const IdParam = z.strictObject({ id: Id });

/** An instant in answers: ISO 8601 in UTC with milliseconds. */
export const Instant = z.iso.datetime();

/** A day in UTC, as `YYYY-MM-DD`, of this millennium: there is none before Behalf. */
export const Day = z.iso.date().regex(/^2/);
export const firstDay = '2000-01-01';
