import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { generateDrizzleJson, generateSQLiteDrizzleJson } from 'drizzle-kit/api';
import pg from 'pg';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { migratePostgres, migrateSqlite, migrationsFolder } from './migrate.ts';
import * as pgSchema from './schema/schema.pg.ts';
import * as sqliteSchema from './schema/schema.sqlite.ts';
import { freshDatabase } from './testing/databases.ts';

const cleanUps: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** What drizzle-kit remembers of the schema after the newest migration. */
function newestSnapshot(engine: 'pg' | 'sqlite'): object {
  const meta = join(migrationsFolder(engine), 'meta');
  const journal = JSON.parse(readFileSync(join(meta, '_journal.json'), 'utf8')) as {
    entries: { idx: number }[];
  };
  const newest = String(journal.entries.at(-1)?.idx).padStart(4, '0');
  return definitionOf(JSON.parse(readFileSync(join(meta, `${newest}_snapshot.json`), 'utf8')) as object);
}

/** What a snapshot defines, without its ids and its memory of renamings; through JSON, as the stored one went. */
const definitionOf = (snapshot: object): object =>
  JSON.parse(JSON.stringify({ ...snapshot, id: undefined, prevId: undefined, _meta: undefined })) as object;

describe('the migrations', () => {
  // When one of these fails: npx drizzle-kit generate --config server/store/drizzle.pg.config.ts (then …sqlite…).
  it('of PostgreSQL hold everything that the definition asks for', () => {
    expect(definitionOf(generateDrizzleJson(pgSchema.tables))).toEqual(newestSnapshot('pg'));
  });

  it('of SQLite hold everything that the definition asks for', async () => {
    const asked = await generateSQLiteDrizzleJson(sqliteSchema.tables);
    expect(definitionOf(asked)).toEqual(newestSnapshot('sqlite'));
  });

  it.each([
    ['PostgreSQL', pgSchema],
    ['SQLite', sqliteSchema],
  ])('of %s are generated from every table: each is exported by name', (_name, { tables, ...named }) => {
    expect(Object.keys(named).sort()).toEqual(Object.keys(tables).sort());
  });
});

describe('migrating PostgreSQL', () => {
  it('is done once when several servers start together on an empty database', async () => {
    const admin = new pg.Client({ connectionString: inject('postgresUrl') });
    await admin.connect();
    cleanUps.push(() => admin.end());
    await admin.query('create database empty_at_first');
    cleanUps.push(async () => void (await admin.query('drop database empty_at_first with (force)')));
    const url = new URL(inject('postgresUrl'));
    url.pathname = 'empty_at_first';
    await Promise.all(Array.from({ length: 4 }, () => migratePostgres(url.href)));
    await migratePostgres(url.href);
  });

  it('refuses a database of a newer version', async () => {
    const { url, drop } = await freshDatabase(inject('postgresUrl'));
    cleanUps.push(drop);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query("insert into behalf_migrations values ('from the future', 1)");
    await client.end();
    await expect(migratePostgres(url)).rejects.toThrow('made by another version of Behalf');
  });
});

describe('migrating SQLite', () => {
  const memory = (): Database.Database => {
    const folder = mkdtempSync(join(tmpdir(), 'behalf-migrate-'));
    cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
    const connection = new Database(join(folder, 'm.db'));
    cleanUps.push(() => void connection.close());
    return connection;
  };

  it('can be repeated, and leaves foreign keys enforced', () => {
    const connection = memory();
    migrateSqlite(connection);
    migrateSqlite(connection);
    expect(connection.pragma('foreign_keys', { simple: true })).toBe(1);
  });

  it('changes nothing when the rows would break a foreign key', () => {
    const connection = memory();
    connection.pragma('foreign_keys = OFF');
    connection.exec(
      'create table parent (id text primary key); create table child (id text references parent (id))',
    );
    connection.exec("insert into child values ('nobody')");
    expect(() => migrateSqlite(connection)).toThrow('breaks 1 foreign keys: nothing was changed');
    const tables = connection.prepare("select name from sqlite_master where type = 'table'").pluck().all();
    expect(tables).toEqual(['parent', 'child']);
  });
});
