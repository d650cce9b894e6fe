import { setImmediate as nextTurn } from 'node:timers/promises';
import { csvRecord } from '../csv.ts';
import { readAuditSlice, type AuditRow } from '../store/audit.ts';
import type { Db } from '../store/store.ts';
import type { HashedEntry } from './hash.ts';

/** The most entries in one file. */
export const maxAuditExported = 10_000;
const sliceLength = 1_000;

export type AuditExport = {
  format: 'jsonl' | 'csv';
  /** Entries beyond this number, oldest first. */
  after: number;
};

/**
 * Entries as a file, oldest first: what the hash of each covers, as it was hashed, and the hash. So whoever has all of a
 * workspace's can walk the chain themselves: `hash` is SHA-256 over the canonical JSON of the other fields, its keys in
 * order.
 */
export async function exportAudit(
  q: Db,
  workspaceId: string,
  { format, after }: AuditExport,
): Promise<string> {
  const record = format === 'csv' ? csvOf : jsonOf;
  const records = format === 'csv' ? [csvRecord(columns)] : [];
  for (let [left, last] = [maxAuditExported, after]; left > 0; left -= sliceLength) {
    await nextTurn();
    const slice = await readAuditSlice(q, workspaceId, { after: last, limit: sliceLength });
    records.push(...slice.map(record));
    if (slice.length < sliceLength) break;
    last = slice.at(-1)!.seq;
  }
  return records.join('');
}

const columns = [
  ...(['workspaceId', 'seq', 'at', 'action', 'actorId', 'subjectType', 'subjectId'] as const),
  ...(['requestorId', 'acceptorId', 'details', 'previousHash', 'hash'] as const),
] satisfies (keyof HashedEntry | 'hash')[];

const jsonOf = (row: AuditRow): string =>
  `${JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column]])))}\n`;

const csvOf = (row: AuditRow): string => csvRecord(columns.map((column) => String(row[column] ?? '')));
