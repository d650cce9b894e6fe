import { chmodSync, existsSync } from 'node:fs';
import Database from 'better-sqlite3';

/**
 * Writes a consistent copy of a SQLite database, also while the server runs. Tokens and bodies in it are as sealed as
 * in the original; without the key it opens nothing.
 * @throws when `target` exists already
 */
export function backUpSqlite(source: string, target: string): void {
  if (existsSync(target)) throw new Error('There is a file by that name already; choose another.');
  const reader = new Database(source, { readonly: true, fileMustExist: true, timeout: 10_000 });
  try {
    reader.prepare('VACUUM INTO ?').run(target);
    chmodSync(target, 0o600);
  } finally {
    reader.close();
  }
}
