import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, inject } from 'vitest';
import type { PostgresOptions } from '../postgres.ts';
import { openPostgres } from '../postgres.ts';
import { openSqlite } from '../sqlite.ts';
import type { Engine, Store } from '../store.ts';
import { freshDatabase } from './databases.ts';

/** What a test may set, on either engine. */
export type OpenOptions = Pick<PostgresOptions, 'holdLimitMs'>;

/** Opens an empty store with all tables; it is closed and removed after the test. */
export type Open = (options?: OpenOptions) => Promise<Store>;

/** The same `describe` block for each engine: whatever uses the store is to hold on both. */
export function eachEngine(suite: (engine: Engine, open: Open) => void): void {
  for (const engine of ['sqlite', 'postgres'] as const) {
    describe(`on ${engine}`, () => {
      suite(engine, openerFor(engine));
    });
  }
}

/** For tests that need a store and for which one engine is enough: call it where `describe` would stand. */
export function openerFor(engine: Engine): Open {
  const cleanUps: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });
  return async (options) => {
    let store: Store;
    if (engine === 'sqlite') {
      const folder = mkdtempSync(join(tmpdir(), 'behalf-store-'));
      cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
      store = openSqlite(join(folder, 'behalf.db'), options);
    } else {
      const database = await freshDatabase(inject('postgresUrl'));
      cleanUps.push(() => database.drop());
      store = await openPostgres(database.url, { ...options, migrate: false });
    }
    cleanUps.push(() => store.close());
    return store;
  };
}
