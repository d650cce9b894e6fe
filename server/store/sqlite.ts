import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { addNote, Channels } from './engine/channels.ts';
import { lockFile } from './engine/file-lock.ts';
import { GroupCommit } from './engine/group-commit.ts';
import { assertReads, inCallersContext, Scope, StoreMisuse, type Unit } from './engine/scope.ts';
import { sqliteDb } from './engine/sqlite-db.ts';
import { StatementCache } from './engine/statement-cache.ts';
import { migrateSqlite } from './migrate.ts';
import { tables } from './schema/schema.sqlite.ts';
import type { Db, Listener, Store } from './store.ts';

export interface SqliteOptions {
  /** How long a unit may take before it is rolled back; milliseconds. */
  readonly holdLimitMs?: number;
  /** How long to wait for another program that has the file locked (a backup, say); the server stands still meanwhile. */
  readonly busyTimeoutMs?: number;
}

/** What the tests and the benchmark look at. */
export interface SqliteStore extends Store {
  readonly engine: 'sqlite';
  /** Transactions committed, and SQL texts prepared by the writer, since the store was opened. */
  readonly counters: { readonly commits: number; readonly prepared: number };
}

/**
 * Opens a SQLite file, creating it (readable by its owner alone) and bringing its tables up to date. One process per
 * file: one writer behind a queue that commits in groups, and a second connection that only reads.
 */
export function openSqlite(
  file: string,
  { holdLimitMs = 5_000, busyTimeoutMs = 1_000 }: SqliteOptions = {},
): SqliteStore {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const unlock = lockFile(file);
  let writer: Database.Database | undefined;
  let reader: Database.Database;
  try {
    createPrivately(file);
    writer = openWriter(file, busyTimeoutMs);
    migrateSqlite(writer);
    reader = new Database(file, { readonly: true, timeout: busyTimeoutMs });
  } catch (error) {
    writer?.close();
    unlock();
    throw error;
  }
  return storeOver({ file, writer, reader, unlock, holdLimitMs });
}

interface Parts {
  readonly file: string;
  readonly writer: Database.Database;
  readonly reader: Database.Database;
  readonly unlock: () => void;
  readonly holdLimitMs: number;
}

function storeOver({ file, writer, reader, unlock, holdLimitMs }: Parts): SqliteStore {
  const scope = new Scope();
  const channels = new Channels();
  const group = new GroupCommit(writer, holdLimitMs);
  const cache = new StatementCache(writer);
  let closed = false;

  const assertOpen = (): void => {
    if (closed) throw new StoreMisuse('the store is closed');
  };

  const read = sqliteDb({
    cache: new StatementCache(reader),
    tables,
    execute: (text, run) => {
      scope.assertNoTransaction('store.read');
      assertReads(text);
      return run();
    },
    notify: () => {
      throw new StoreMisuse('notify outside a transaction');
    },
  });

  const unitDb = (unit: Unit): Db =>
    sqliteDb({
      cache,
      tables,
      execute: (_text, run) => {
        scope.assertInside(unit);
        try {
          return run();
        } catch (error) {
          unit.failure = error;
          throw error;
        }
      },
      notify: (channel, payload) => {
        scope.assertInside(unit);
        addNote(unit, channel, payload);
      },
    });

  return {
    engine: 'sqlite',
    read,
    async tx(work) {
      scope.assertNoTransaction('a transaction');
      assertOpen();
      const run = inCallersContext((unit: Unit) => scope.run(unit, async () => work(unitDb(unit))));
      const { value, unit } = await group.submit(run);
      for (const [channel, payload] of unit.notes) channels.deliver(channel, payload);
      return value;
    },
    listen(channel, listener) {
      const mine: Listener = (payload) => listener(payload);
      channels.add(channel, mine);
      return () => channels.remove(channel, mine);
    },
    async ready() {
      assertOpen();
      statSync(file);
      reader.pragma('schema_version');
    },
    scrub: () => group.between(() => void writer.pragma('wal_checkpoint(TRUNCATE)')),
    async close() {
      if (closed) return;
      closed = true;
      await group.idle();
      reader.close();
      writer.close();
      unlock();
    },
    get counters() {
      return { commits: group.commits, prepared: cache.prepared };
    },
  };
}

/** SQLite gives its side files the permissions of the main one. */
function createPrivately(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  }
}

function openWriter(file: string, timeout: number): Database.Database {
  const connection = new Database(file, { timeout });
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  // What is erased is overwritten; else it would lie in the file until something else takes its place.
  connection.pragma('secure_delete = ON');
  return connection;
}
