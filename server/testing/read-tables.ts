import type { Db } from '../store/store.ts';

/** Every row of every table as text, by table and column: what somebody who holds the database can read. */
export async function readTables(q: Db): Promise<string> {
  const lines: string[] = [];
  for (const [name, table] of Object.entries(q.t)) {
    for (const row of await q.select().from(table)) {
      for (const [column, value] of Object.entries(row))
        lines.push(
          `${name}.${column} = ${Buffer.isBuffer(value) ? value.toString('latin1') : JSON.stringify(value)}`,
        );
    }
  }
  return lines.join('\n');
}
