import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, inject } from 'vitest';
import type { PostgresOptions } from '../postgres.ts';
import { openPostgres } from '../postgres.ts';
import { openSqlite } from '../sqlite.ts';
import type { Engine, Store } from '../store.ts';
import { borrowDatabase } from './borrow-database.ts';

/** What a test may set, on either engine. */
export type OpenOptions = Pick<PostgresOptions, 'holdLimitMs'>;

/** Opens an empty store with all tables; it is closed and removed after the test. */
export type Open = (options?: OpenOptions) => Promise<Store>;

/** The same `describe` block for each engine: whatever uses the store is to hold on both. */
export function eachEngine(suite: (engine: Engine, open: Open, openSeveral: OpenSeveral) => void): void {
  for (const engine of ['sqlite', 'postgres'] as const) {
    describe(`on ${engine}`, () => {
      const openSeveral = severalOpenerFor(engine);
      suite(engine, async (options) => (await openSeveral(1, options))[0]!, openSeveral);
    });
  }
}

/** For tests that need a store and for which one engine is enough: call it where `describe` would stand. */
export function openerFor(engine: Engine): Open {
  const openSeveral = severalOpenerFor(engine);
  return async (options) => (await openSeveral(1, options))[0]!;
}

/** Opens one new database as that many processes would have it: SQLite has one, so there it is one store for all. */
export type OpenSeveral = (processes: number, options?: OpenOptions) => Promise<Store[]>;

/** The same as `openerFor`, for tests of several processes. */
export function severalOpenerFor(engine: Engine): OpenSeveral {
  const cleanUps: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });
  const template = engine === 'sqlite' ? migratedFile() : null;
  return async (processes, options) => {
    const stores: Store[] = [];
    if (template) {
      const folder = mkdtempSync(join(tmpdir(), 'behalf-store-'));
      cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
      const file = join(folder, 'behalf.db');
      copyFileSync(template(), file);
      const store = openSqlite(file, options);
      stores.push(...Array<Store>(processes).fill(store));
    } else {
      const database = await borrowDatabase(inject('postgresUrl'));
      cleanUps.push(() => database.drop());
      for (let i = 0; i < processes; i += 1)
        stores.push(await openPostgres(database.url, { ...options, migrate: false }));
    }
    for (const store of new Set(stores)) cleanUps.push(() => store.close());
    return stores;
  };
}

/** A SQLite file with all tables and no row: made once for a suite, and copied for each of its tests. */
function migratedFile(): () => string {
  let folder: string | undefined;
  afterAll(() => folder && rmSync(folder, { recursive: true, force: true }));
  return () => {
    const isNew = folder === undefined;
    folder ??= mkdtempSync(join(tmpdir(), 'behalf-template-'));
    const file = join(folder, 'behalf.db');
    if (isNew) void openSqlite(file).close();
    return file;
  };
}
