import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isUnavailable } from './errors.ts';
import { openSqlite, type SqliteStore } from './sqlite.ts';
import type { Db } from './store.ts';
import { signal } from './testing/contract-tables.ts';

let folder: string;
let file: string;
let store: SqliteStore | undefined;
const open = (): SqliteStore => (store = openSqlite(file, { busyTimeoutMs: 50 }));
const addWorkspace = async (q: Db, id: string): Promise<void> => {
  await q.insert(q.t.workspaces).values({ id, name: id, createdAt: 1 });
};
const workspaces = (of: SqliteStore): Promise<number> => of.read.$count(of.read.t.workspaces);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'behalf-sqlite-'));
  file = join(folder, 'data', 'behalf.db');
});

afterEach(async () => {
  await store?.close();
  store = undefined;
  rmSync(folder, { recursive: true, force: true });
});

describe('the file', () => {
  it('is readable by its owner alone, in a folder of its own, and so are the files beside it', async () => {
    const opened = open();
    await opened.tx((q) => addWorkspace(q, 'a'));
    const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
    expect(mode(join(folder, 'data'))).toBe('700');
    for (const name of [file, `${file}-wal`, `${file}.lock`])
      expect([name, mode(name)]).toEqual([name, '600']);
  });

  it('keeps what was committed when it is opened again', async () => {
    await open().tx((q) => addWorkspace(q, 'a'));
    await store?.close();
    expect(await workspaces(open())).toBe(1);
  });

  it('is refused to a second store in one clear sentence, and still belongs to the first', async () => {
    const first = open();
    expect(() => openSqlite(file)).toThrow(/behalf\.db is in use by another Behalf server: .* PostgreSQL/);
    expect(() => openSqlite(file)).toThrow(/in use/);
    await first.tx((q) => addWorkspace(q, 'a'));
    expect(await workspaces(first)).toBe(1);
  });

  it('is refused while another process has it, and free at once when that one is killed', async () => {
    const other = await openInAnotherProcess();
    try {
      expect(() => openSqlite(file)).toThrow(/in use by another Behalf server/);
    } finally {
      other.kill('SIGKILL');
    }
    await once(other, 'exit');
    expect(await workspaces(open())).toBe(1);
  });

  it('is not ready any more when it was taken away', async () => {
    const opened = open();
    rmSync(file);
    await expect(opened.ready()).rejects.toThrow('ENOENT');
  });

  /** Opens the file, commits one row, says so and stays. */
  async function openInAnotherProcess(): Promise<ChildProcess> {
    const source = fileURLToPath(new URL('./sqlite.ts', import.meta.url));
    const script = `
      const { openSqlite } = await import(${JSON.stringify(source)});
      const store = openSqlite(${JSON.stringify(file)});
      await store.tx((q) => q.insert(q.t.workspaces).values({ id: 'theirs', name: '', createdAt: 1 }));
      console.log('committed');
      // Has to stay reachable: a store that nobody has any more is closed when memory is cleaned up.
      setInterval(() => store.ready(), 1000);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    return child;
  }
});

describe('group commit', () => {
  it('makes units that wait together durable with one commit, in the order they came', async () => {
    const opened = open();
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 64 }, (_, i) =>
        opened.tx((q) => addWorkspace(q, `w${i}`)).then(() => order.push(i)),
      ),
    );
    expect(opened.counters.commits).toBe(1);
    expect(order).toEqual(Array.from({ length: 64 }, (_, i) => i));
  });

  it('resolves no unit before the commit that it shares with the others', async () => {
    const opened = open();
    const mayEnd = signal();
    let firstResolved = false;
    const first = opened.tx((q) => addWorkspace(q, 'a')).then(() => (firstResolved = true));
    const reached = signal();
    const second = opened.tx(async (q) => {
      await addWorkspace(q, 'b');
      reached.give();
      await mayEnd.promise;
    });
    await reached.promise;
    await new Promise(setImmediate);
    expect([firstResolved, await workspaces(opened)]).toEqual([false, 0]);
    mayEnd.give();
    await Promise.all([first, second]);
    expect(await workspaces(opened)).toBe(2);
  });

  it('rejects every unit of a group whose commit fails, with the reason', async () => {
    const opened = open();
    const units = [
      opened.tx((q) => addWorkspace(q, 'innocent')),
      opened.tx(async (q) => {
        await q.rows(sql`pragma defer_foreign_keys = on`);
        await q.insert(q.t.sessionFamilies).values({ id: 'f', memberId: 'nobody', createdAt: 1 });
      }),
      opened.tx(async () => {
        throw new Error('my own');
      }),
    ];
    const reasons = (await Promise.allSettled(units)).map((o) => o.status === 'rejected' && o.reason.message);
    expect(reasons).toEqual(['FOREIGN KEY constraint failed', 'FOREIGN KEY constraint failed', 'my own']);
    expect(await workspaces(opened)).toBe(0);
    await opened.tx((q) => addWorkspace(q, 'next'));
    expect(await workspaces(opened)).toBe(1);
  });

  it('lets the event loop turn between groups, however busy the writer is', async () => {
    const opened = open();
    let turned = false;
    setImmediate(() => (turned = true));
    let units = 0;
    while (!turned && units < 100) {
      await opened.tx(async () => {});
      units += 1;
    }
    expect(turned).toBe(true);
  });

  it('empties the log between units that come one after the other, and each of them holds', async () => {
    const opened = open();
    const units = Promise.all(
      Array.from({ length: 200 }, (_, i) => opened.tx((q) => addWorkspace(q, `busy-${i}`))),
    );
    await opened.scrub();
    await units;
    await opened.scrub();
    expect(statSync(`${file}-wal`).size).toBe(0);
    expect(await workspaces(opened)).toBe(200);
  });

  it('runs each unit in the asynchronous context of its caller', async () => {
    const { AsyncLocalStorage } = await import('node:async_hooks');
    const request = new AsyncLocalStorage<string>();
    const opened = open();
    const seen = await Promise.all(
      ['one', 'two'].map((name) => request.run(name, () => opened.tx(async () => request.getStore()))),
    );
    expect(seen).toEqual(['one', 'two']);
  });

  it('says that the database is unavailable when it can not begin', async () => {
    const opened = open();
    await opened.tx((q) => addWorkspace(q, 'a'));
    const intruder = new Database(file);
    intruder.pragma('journal_mode');
    intruder.exec('BEGIN IMMEDIATE');
    const error = await openQuickly(opened).catch((e: unknown) => e);
    intruder.exec('ROLLBACK');
    intruder.close();
    expect(isUnavailable(error)).toBe(true);
    await opened.tx((q) => addWorkspace(q, 'b'));
    expect(await workspaces(opened)).toBe(2);
  });

  const openQuickly = (opened: SqliteStore): Promise<void> => opened.tx((q) => addWorkspace(q, 'refused'));
});

describe('statements', () => {
  it('are prepared once for each text, and give the right shape whichever way they are used', async () => {
    const opened = open();
    const { workspaces: table } = opened.read.t;
    await opened.tx((q) => addWorkspace(q, 'warm-up'));
    const before = opened.counters.prepared;
    for (let i = 0; i < 20; i += 1) await opened.tx((q) => addWorkspace(q, `w${i}`));
    expect(opened.counters.prepared).toBe(before);

    const [byBuilder, byHand, again] = await opened.tx(async (q) => {
      const query = q.select({ id: table.id, name: table.name }).from(table).where(eq(table.id, 'w1'));
      const text = sql`select "id", "name" from "workspaces" where "workspaces"."id" = ${'w1'}`;
      return [await query, await q.rows(text), await query];
    });
    expect([byBuilder, byHand, again]).toEqual(Array(3).fill([{ id: 'w1', name: 'w1' }]));
    expect(opened.counters.prepared).toBe(before + 1);
  });

  it('see tables that were changed after they were prepared', async () => {
    const opened = open();
    const all = (): Promise<object[]> => opened.read.rows(sql`select * from workspaces`);
    await opened.tx((q) => addWorkspace(q, 'a'));
    await all();
    await opened.tx((q) => q.rows(sql`alter table workspaces add column extra text default 'new'`));
    expect(await all()).toMatchObject([{ id: 'a', extra: 'new' }]);
  });
});

it('leaves nothing open when opening fails', () => {
  const foreign = join(folder, 'not-a-database.db');
  rmSync(foreign, { force: true });
  const made = new Database(foreign);
  made.exec('create table behalf_migrations (hash text primary key, applied_at bigint not null)');
  made.exec("insert into behalf_migrations values ('from the future', 1)");
  made.close();
  for (const _ of [1, 2]) expect(() => openSqlite(foreign)).toThrow('made by another version of Behalf');
  expect(existsSync(`${foreign}-wal`)).toBe(false);
});
