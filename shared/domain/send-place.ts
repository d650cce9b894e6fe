/** Where an email stands in a list: by the instant it is listed by (epoch milliseconds), then by its id. */
export type SendPlace = { listedAt: number; id: string };

/** The order of lists: what went last, or has yet to go, first. */
export function newestFirst(one: SendPlace, other: SendPlace): number {
  if (one.listedAt !== other.listedAt) return other.listedAt - one.listedAt;
  return one.id === other.id ? 0 : one.id < other.id ? 1 : -1;
}

/** The cursor of a list of emails: the place its next page goes on after. */
export const cursorOf = ({ listedAt, id }: SendPlace): string => `${listedAt}.${id}`;

/** The place a cursor stands for; null when it is none. */
export function readCursor(cursor: string): SendPlace | null {
  const [, listedAt, id] = /^(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor) ?? [];
  return listedAt && id ? { listedAt: Number(listedAt), id } : null;
}
