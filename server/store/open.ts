import { StoreUnusable } from './errors.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';
import { sqliteFile } from './sqlite-file.ts';
import type { Store } from './store.ts';

/**
 * Opens the database that the address names, with its tables up to date.
 * @param databaseUrl `file:./data/behalf.db` (relative to the working directory) or `postgres://…`
 */
export async function openStore(databaseUrl: string): Promise<Store> {
  if (/^postgres(ql)?:\/\//.test(databaseUrl)) return openPostgres(databaseUrl);
  if (databaseUrl.startsWith('file:')) return openSqlite(sqliteFile(databaseUrl));
  // The address may hold a password, so it isn't repeated here.
  throw new StoreUnusable('DATABASE_URL must begin with file: or postgres://');
}
