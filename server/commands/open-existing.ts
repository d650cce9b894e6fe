import { existsSync } from 'node:fs';
import { openStore } from '../store/open.ts';
import { sqliteFile } from '../store/sqlite-file.ts';
import type { Store } from '../store/store.ts';

const standard = 'file:./data/behalf.db';

/**
 * The database a command is to work on: the server's own.
 * @throws Error when `DATABASE_URL` names a SQLite file that is not there, rather than making an empty one
 */
export async function openExisting(env: NodeJS.ProcessEnv): Promise<Store> {
  const url = env.DATABASE_URL || standard;
  if (url.startsWith('file:')) requireFile(url);
  return openStore(url);
}

/** The SQLite file of `DATABASE_URL`. @throws Error when it is PostgreSQL, or not there */
export function existingSqliteFile(env: NodeJS.ProcessEnv): string {
  const url = env.DATABASE_URL || standard;
  if (!url.startsWith('file:'))
    throw new Error('This is PostgreSQL: use pg_dump, which knows how to copy it whole.');
  return requireFile(url);
}

function requireFile(url: string): string {
  const file = sqliteFile(url);
  if (!existsSync(file))
    throw new Error(`There is no database at ${file}. Set DATABASE_URL to what the server has.`);
  return file;
}
