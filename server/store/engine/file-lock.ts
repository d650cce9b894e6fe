import { chmodSync } from 'node:fs';
import Database from 'better-sqlite3';
import { StoreUnusable } from '../errors.ts';

/**
 * Holds a database file for this process alone. The lock is an exclusive transaction on a small SQLite file beside it:
 * the operating system lets go of it when the process ends, however it ends, so there is nothing stale to clean up.
 * @returns the way to let go
 * @throws when another process (or another store of this one) holds the file
 */
export function lockFile(file: string): () => void {
  const connection = new Database(`${file}.lock`, { timeout: 200 });
  try {
    chmodSync(`${file}.lock`, 0o600);
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new StoreUnusable(
      `${file} is in use by another Behalf server: a SQLite file serves one process, several need PostgreSQL (DATABASE_URL=postgres://…)`,
      { cause: error },
    );
  }
  return () => connection.close();
}
