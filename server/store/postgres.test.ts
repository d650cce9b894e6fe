import { eq, sql } from 'drizzle-orm';
import pg from 'pg';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { isRetriable, isUnavailable } from './errors.ts';
import { openPostgres } from './postgres.ts';
import type { Db, Store } from './store.ts';
import { signal } from './testing/contract-tables.ts';
import { freshDatabase } from './testing/databases.ts';
import { openerFor } from './testing/engines.ts';

const open = openerFor('postgres');

const addWorkspace = async (q: Db, id: string): Promise<void> => {
  await q.insert(q.t.workspaces).values({ id, name: id, createdAt: 1 });
};

/** For what PostgreSQL does in its own time. */
const eventually = <T>(look: () => T) => expect.poll(look, { interval: 10, timeout: 15_000 });

/** Ends every session of the store's database, as a restart of the database would. */
async function endSessions(store: Store): Promise<void> {
  const [row] = await store.read.rows<{ name: string }>(sql`select current_database() as name`);
  const admin = new pg.Client({ connectionString: inject('postgresUrl') });
  await admin.connect();
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [row?.name]);
  await admin.end();
}

describe('when the database ends the sessions', () => {
  it('a transaction under way rejects as unavailable, and the next one works', async () => {
    const store = await open();
    const error = await store
      .tx(async (q) => {
        await addWorkspace(q, 'lost');
        await q.rows(sql`select pg_terminate_backend(pg_backend_pid())`);
      })
      .catch((e: unknown) => e);
    expect(isUnavailable(error)).toBe(true);
    await store.tx((q) => addWorkspace(q, 'kept'));
    expect(await store.read.select({ id: store.read.t.workspaces.id }).from(store.read.t.workspaces)).toEqual(
      [{ id: 'kept' }],
    );
  });

  it('a transaction that awaits something else learns of it at once', async () => {
    const store = await open();
    const begun = signal();
    const work = store.tx(async (q) => {
      await addWorkspace(q, 'lost');
      begun.give();
      await new Promise<void>(() => {});
    });
    await begun.promise;
    const outcome = work.catch((e: unknown) => e);
    await endSessions(store);
    expect(isUnavailable(await outcome)).toBe(true);
  });

  it('idle connections are replaced and reading goes on', async () => {
    const store = await open();
    await Promise.all(Array.from({ length: 5 }, () => store.ready()));
    await endSessions(store);
    await eventually(() => store.ready().then(() => 'ready')).toBe('ready');
  });

  it('a transaction whose connection breaks while it begins rejects, and leaves no other failure behind', async () => {
    const store = await open();
    const unnoticed: unknown[] = [];
    const note = (reason: unknown) => void unnoticed.push(reason);
    process.on('unhandledRejection', note);
    afterThis(async () => void process.off('unhandledRejection', note));
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(Array.from({ length: 8 }, () => store.ready().catch(() => {})));
      const ending = endSessions(store);
      const works = Array.from({ length: 100 }, () => store.tx((q) => q.rows(sql`select 1`)).catch(() => {}));
      await Promise.all([ending, ...works]);
    }
    await new Promise(setImmediate);
    expect(unnoticed).toEqual([]);
  });

  it('listeners are told to look for themselves, and then hear again', async () => {
    const store = await open();
    const heard: string[] = [];
    store.listen('news', (payload) => heard.push(payload));
    await eventually(() => heard).toEqual(['']);
    await endSessions(store);
    await eventually(() => heard).toEqual(['', '']);
    await store.tx(async (q) => q.notify('news', 'again'));
    await eventually(() => heard).toEqual(['', '', 'again']);
  });
});

it('tells the listeners of every process, not only its own', async () => {
  const database = await freshDatabase(inject('postgresUrl'));
  const [one, other] = await Promise.all([openPostgres(database.url), openPostgres(database.url)]);
  afterThis(async () => {
    await Promise.all([one.close(), other.close()]);
    await database.drop();
  });
  const heard: string[] = [];
  other.listen('first', () => {});
  other.listen('news', (payload) => heard.push(payload));
  await eventually(() => heard).toEqual(['']);
  await one.tx(async (q) => q.notify('news', 'hello'));
  await eventually(() => heard).toEqual(['', 'hello']);
});

it('runs both of two transactions that locked each other out', async () => {
  const store = await open();
  await store.tx(async (q) => {
    await addWorkspace(q, 'a');
    await addWorkspace(q, 'b');
  });
  const bothHoldOne = [signal(), signal()] as const;
  let runs = 0;
  const cross = (mine: string, theirs: string, me: 0 | 1): Promise<void> =>
    store.tx(async (q) => {
      runs += 1;
      const { workspaces } = q.t;
      const bump = { auditSeq: sql`${workspaces.auditSeq} + 1` };
      await q.update(workspaces).set(bump).where(eq(workspaces.id, mine));
      bothHoldOne[me].give();
      await bothHoldOne[1 - me]?.promise;
      await q.update(workspaces).set(bump).where(eq(workspaces.id, theirs));
    });
  await Promise.all([cross('a', 'b', 0), cross('b', 'a', 1)]);
  const { workspaces } = store.read.t;
  expect(await store.read.select({ seq: workspaces.auditSeq }).from(workspaces)).toEqual([
    { seq: 2 },
    { seq: 2 },
  ]);
  // One of them lost and ran again; a slow server may pick both.
  expect(runs).toBeGreaterThanOrEqual(3);
});

it('gives up on a transaction that never succeeds, with the reason', async () => {
  const store = await open();
  let runs = 0;
  const work = store.tx(async (q) => {
    runs += 1;
    await q.rows(sql`do $$ begin raise exception 'again' using errcode = '40001'; end $$`);
  });
  expect(isRetriable(await work.catch((e: unknown) => e))).toBe(true);
  expect(runs).toBe(5);
});

it('is unavailable when nothing answers, without naming the password', async () => {
  const error = await openPostgres('postgres://someone:s3cret@127.0.0.1:1/none').catch((e: unknown) => e);
  expect(isUnavailable(error)).toBe(true);
  expect(String((error as Error).stack)).not.toContain('s3cret');
});

const cleanUps: (() => Promise<void>)[] = [];
const afterThis = (cleanUp: () => Promise<void>): void => void cleanUps.push(cleanUp);
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});
