import type { PreviewBatch } from '../../../shared/api/batches.ts';
import type { Sender } from '../../../shared/api/senders.ts';
import { timingFields, type Timing } from '../later/timing.ts';
import { addressIn, type Table } from './read-table.ts';

/**
 * All that has been written on the page, and the key it goes to the server under: one until the server
 * refuses it for good, so that however often it is asked for and whatever gets lost on the way, one batch comes of it.
 */
export type BatchForm = {
  key: string;
  /** The grant it goes out through; `own` for one's own mailbox, null while nobody is chosen. */
  senderId: string | null;
  subject: string;
  html: string;
  table: Table | null;
  timing: Timing;
  /** Whether opens and clicks are asked for; undefined until somebody says so here. */
  track?: boolean;
};

/** The id of the choice of one's own mailbox. */
export const own = 'own';
export const senderIdOf = ({ grantId }: Sender): string => grantId ?? own;

/** The names of the fields in a text, each once, in their order. Tags an editor left inside the braces mean nothing. */
export function fieldsIn(...texts: string[]): string[] {
  const found = texts.flatMap((text) => [...text.matchAll(/\{\{([^{}]{0,200})\}\}/g)]);
  const names = found.map(([, inner]) => inner!.replace(/<[^>]*>/g, '').replace(/&nbsp;|\s+/g, ' '));
  return [...new Set(names.map((name) => name.trim()))];
}

/** What the server fills in by itself. */
const builtIn = ['email', 'name'];

/** The recipients with no more of what is known of them than the text makes use of. */
export function rowsOf(table: Table, used: readonly string[]): PreviewBatch['rows'] {
  const { columns, rows, emailColumn, nameColumns } = table;
  const wanted = columns.map((name, column) => ({ name, column })).filter(({ name }) => used.includes(name));
  return rows.map((row) => {
    const cell = row[emailColumn] ?? '';
    const email = addressIn(cell);
    const beside =
      email === cell.trim() ? '' : cell.slice(0, cell.lastIndexOf('<')).replaceAll('"', '').trim();
    const name =
      nameColumns
        .map((column) => row[column])
        .filter(Boolean)
        .join(' ') || beside;
    const fields = wanted
      .filter(({ name: field }) => !builtIn.includes(field))
      .map(({ name: field, column }) => [field, row[column] ?? '']);
    return { email, ...(name && { name }), fields: Object.fromEntries(fields) as Record<string, string> };
  });
}

/** What the server is asked to look at or to send; null while something of it is missing. */
export function batchOf(form: BatchForm, senders: readonly Sender[]): PreviewBatch | null {
  const { senderId, subject, html, table, timing } = form;
  const sender = senders.find((each) => senderIdOf(each) === senderId);
  if (!sender || !table || table.emailColumn < 0 || !subject.trim() || !hasText(html)) return null;
  return {
    from: sender.grantId === null ? { mailboxId: sender.mailboxId } : { grantId: sender.grantId },
    subject: subject.trim(),
    html,
    rows: rowsOf(table, fieldsIn(subject, html)),
    ...timingFields(timing),
  };
}

/** True when something can be read in it: an editor that was emptied leaves tags behind. */
export const hasText = (html: string): boolean => html.replace(/<(?!img\b)[^>]*>|&nbsp;|\s/gi, '') !== '';

/** The list without these lines (from 0). */
export const withoutRows = (table: Table, lines: ReadonlySet<number>): Table => ({
  ...table,
  rows: table.rows.filter((_, line) => !lines.has(line)),
});
