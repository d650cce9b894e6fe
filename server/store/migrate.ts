import { StoreUnusable } from './errors.ts';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type Database from 'better-sqlite3';
import { readMigrationFiles, type MigrationMeta } from 'drizzle-orm/migrator';
import pg from 'pg';

const TABLE = 'behalf_migrations';
const CREATE_TABLE = `create table if not exists ${TABLE} (hash text primary key, applied_at bigint not null)`;
const SELECT = `select hash from ${TABLE}`;

/** An arbitrary number that every Behalf server agrees on. */
const ADVISORY_LOCK = 722_604_118;

/** Brings a SQLite file up to date, in one transaction; leaves foreign keys enforced. */
export function migrateSqlite(connection: Database.Database): void {
  // A table is rebuilt by copying it, which its foreign keys must not see: so they are checked afterwards.
  connection.pragma('foreign_keys = OFF');
  connection
    .transaction(() => {
      connection.exec(CREATE_TABLE);
      const applied = connection.prepare<[], string>(SELECT).pluck().all();
      for (const migration of outstanding('sqlite', applied)) {
        for (const statement of migration.sql) connection.exec(statement);
        connection.prepare(`insert into ${TABLE} values (?, ?)`).run(migration.hash, Date.now());
      }
      const broken = connection.pragma('foreign_key_check') as unknown[];
      if (broken.length > 0)
        throw new StoreUnusable(`the migration breaks ${broken.length} foreign keys: nothing was changed`);
    })
    .immediate();
  connection.pragma('foreign_keys = ON');
}

/** Brings a PostgreSQL database up to date, in one transaction. Several servers may start at once: one does the work. */
export async function migratePostgres(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {}); // the query under way rejects with it
  await client.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [ADVISORY_LOCK]);
    await client.query(CREATE_TABLE);
    const applied = await client.query<{ hash: string }>(SELECT);
    const hashes = applied.rows.map((row) => row.hash);
    for (const migration of outstanding('pg', hashes)) {
      for (const statement of migration.sql) await client.query(statement);
      await client.query(`insert into ${TABLE} values ($1, $2)`, [migration.hash, Date.now()]);
    }
    await client.query('commit');
  } finally {
    await client.end();
  }
}

/** The folder of an engine's generated migrations, from source and from the bundle in `dist/` alike. */
export function migrationsFolder(engine: 'pg' | 'sqlite'): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new StoreUnusable('the migrations are missing: no package.json above the server');
    folder = parent;
  }
  return join(folder, 'server/store/migrations', engine);
}

function outstanding(engine: 'pg' | 'sqlite', applied: readonly string[]): MigrationMeta[] {
  const all = readMigrationFiles({ migrationsFolder: migrationsFolder(engine) });
  const known = new Set(all.map((migration) => migration.hash));
  if (applied.some((hash) => !known.has(hash))) {
    throw new StoreUnusable(
      'the database was made by another version of Behalf: update the server, or restore a backup',
    );
  }
  return all.filter((migration) => !applied.includes(migration.hash));
}
