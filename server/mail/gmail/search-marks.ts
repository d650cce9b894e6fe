import type { SentLook } from '../provider.ts';

/** What is read of a listed message: when it was sent (epoch milliseconds), and whether it is one of Behalf's. */
export type Mark = { at: number; message: { sendId: string; messageId: string; threadId: string } | null };

/** How long one look may go on (milliseconds). */
const lookMs = 60_000;
/** The most messages it reads the mark of: 2,500 of the 15,000 quota units that a user has a minute. */
const maxMessages = 500;
const maxPages = 10;
/** Newest first is Gmail's habit, not its promise: the search ends when so many in a row are past, not with the first. */
const pastInARow = 10;

/**
 * Goes through listed messages, reading the mark of each, until all sends are found. It ends `whole` when nothing that
 * could be meant was left out: not by a limit, nor by a message that was listed and then gone (`readMark` says null).
 */
export function searchMarks(sendIds: readonly string[], readMark: (id: string) => Promise<Mark | null>) {
  const wanted = new Set(sendIds);
  const found: SentLook['found'][number][] = [];
  const until = Date.now() + lookMs;
  let read = 0;
  let end: 'whole' | 'incomplete' = 'whole';

  async function look(id: string): Promise<Mark | null> {
    read += 1;
    const mark = await readMark(id);
    if (mark?.message && wanted.delete(mark.message.sendId)) found.push({ ...mark.message, at: mark.at });
    // Deleted since it was listed. It may have been what is looked for.
    if (mark === null) end = 'incomplete';
    return mark;
  }

  return {
    /** `isPast` tells a message behind which, in this listing's order, none that is looked for can come. */
    async through(pages: AsyncIterable<readonly string[]>, isPast = (_at: number) => false): Promise<void> {
      let past = 0;
      let page = 0;
      for await (const ids of pages) {
        page += 1;
        for (const id of ids) {
          if (wanted.size === 0 || past === pastInARow) return;
          if (read === maxMessages || Date.now() > until) return void (end = 'incomplete');
          const mark = await look(id);
          if (mark !== null) past = isPast(mark.at) ? past + 1 : 0;
        }
        if (wanted.size === 0 || past === pastInARow) return;
        if (page === maxPages) return void (end = 'incomplete');
      }
    },
    result: () => ({ found, end }),
  };
}
