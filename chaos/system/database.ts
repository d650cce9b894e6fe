import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import { startPostgres, type TemporaryPostgres } from '../../server/store/testing/start-postgres.ts';
import type { Engine } from '../../server/store/store.ts';

export const engines = ['sqlite', 'postgres'] as const satisfies Engine[];

/** The database under test, from outside. */
export type TestDatabase = {
  engine: Engine;
  url: string;
  /** The server of PostgreSQL's, which can be restarted. */
  postgres: TemporaryPostgres | null;
  /** How many emails are in each state, while the servers run. */
  countStates(): Promise<Map<string, number>>;
  remove(): Promise<void>;
};

/** Makes an empty database, in a folder of its own or a server of its own. */
export async function createDatabase(engine: Engine): Promise<TestDatabase> {
  return engine === 'sqlite' ? createSqlite() : createPostgres();
}

const statement = 'select state, count(*) as count from sends group by state';
const toMap = (rows: { state: string; count: number | string }[]): Map<string, number> =>
  new Map(rows.map(({ state, count }) => [state, Number(count)]));

function createSqlite(): TestDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'behalf-chaos-'));
  const file = join(folder, 'behalf.db');
  return {
    engine: 'sqlite',
    url: `file:${file}`,
    postgres: null,
    async countStates() {
      const database = new Database(file, { readonly: true, timeout: 2_000 });
      try {
        return toMap(database.prepare(statement).all() as never);
      } finally {
        database.close();
      }
    },
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function createPostgres(): Promise<TestDatabase> {
  const postgres = await startPostgres({ restartable: true });
  return {
    engine: 'postgres',
    url: postgres.url,
    postgres,
    async countStates() {
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      try {
        return toMap((await client.query(statement)).rows as never);
      } finally {
        await client.end();
      }
    },
    remove: () => postgres.stop(),
  };
}
