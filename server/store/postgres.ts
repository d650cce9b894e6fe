import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { addNote } from './engine/channels.ts';
import { postgresDb } from './engine/postgres-db.ts';
import { named } from './engine/named-statements.ts';
import { PostgresListener } from './engine/postgres-listener.ts';
import { assertReads, doomed, heldTooLong, openUnit, Scope, StoreMisuse, type Unit } from './engine/scope.ts';
import { isRetriable } from './errors.ts';
import { migratePostgres } from './migrate.ts';
import type { Db, Store } from './store.ts';

// `bigint` and `numeric` come as text otherwise; all our numbers are below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);

const MAX_ATTEMPTS = 5;

export interface PostgresOptions {
  /** How long a transaction may be idle before the database ends it; milliseconds. */
  readonly holdLimitMs?: number;
  /** False when the tables are known to be up to date. */
  readonly migrate?: boolean;
}

/** Opens a PostgreSQL database and brings its tables up to date. Any number of processes may share it. */
export async function openPostgres(
  databaseUrl: string,
  { holdLimitMs = 5_000, migrate = true }: PostgresOptions = {},
): Promise<Store> {
  if (migrate) await migratePostgres(databaseUrl);
  const connection: pg.ClientConfig = {
    connectionString: databaseUrl,
    application_name: 'behalf',
    connectionTimeoutMillis: 10_000,
    statement_timeout: 15_000,
    query_timeout: 20_000,
    keepAlive: true,
  };
  const pool = new pg.Pool({
    ...connection,
    max: 10,
    idle_in_transaction_session_timeout: holdLimitMs,
  });
  // Without these a database restart would end the process; what was under way rejects anyway.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const listener = new PostgresListener(connection);
  const transactions = new Transactions(pool, holdLimitMs);

  return {
    engine: 'postgres',
    read: readDb(pool, transactions.scope),
    tx: (work) => transactions.run(work),
    listen: (channel, handler) => listener.listen(channel, handler),
    async ready() {
      await pool.query('select 1');
    },
    scrub: () => Promise.resolve(),
    async close() {
      await Promise.all([listener.close(), transactions.close()]);
      if (!pool.ending) await pool.end();
    },
  };
}

function readDb(pool: pg.Pool, scope: Scope): Db {
  return postgresDb(
    async (statement, values) => {
      scope.assertNoTransaction('store.read');
      assertReads(typeof statement === 'string' ? statement : statement.text);
      return pool.query(named(statement), values);
    },
    () => {
      throw new StoreMisuse('notify outside a transaction');
    },
  );
}

class Transactions {
  readonly scope = new Scope();
  readonly #pool: pg.Pool;
  readonly #holdLimitMs: number;
  readonly #running = new Set<Promise<unknown>>();
  #closed = false;

  constructor(pool: pg.Pool, holdLimitMs: number) {
    this.#pool = pool;
    this.#holdLimitMs = holdLimitMs;
  }

  run<T>(work: (q: Db) => Promise<T>): Promise<T> {
    const running = this.#again(work);
    this.#running.add(running);
    const forget = (): void => void this.#running.delete(running);
    running.then(forget, forget);
    return running;
  }

  /** Takes no more units, and waits for those under way: an ending pool forgets whoever still waits for a client. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#running);
  }

  async #again<T>(work: (q: Db) => Promise<T>): Promise<T> {
    this.scope.assertNoTransaction('a transaction');
    if (this.#closed) throw new StoreMisuse('the store is closed');
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(work);
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !isRetriable(error)) throw error;
        await pause(Math.random() * 10 * 2 ** attempt);
      }
    }
  }

  async #once<T>(work: (q: Db) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    const unit = openUnit();
    let broken: Error | undefined;
    let onLost: (error: Error) => void = () => {};
    const lost = new Promise<never>((_, reject) => (onLost = reject));
    // While it begins or commits nobody waits for this: the statement under way rejects as well.
    lost.catch(() => {});
    client.once('error', onLost);
    try {
      await client.query('begin');
      const working = this.scope.run(unit, async () => work(this.#unitDb(client, unit)));
      const value = await Promise.race([working, lost]);
      unit.open = false;
      const command = await commit(client, unit);
      // After a failed statement PostgreSQL answers "commit" with a rollback, and calls that a success.
      if (command !== 'COMMIT') throw doomed(unit);
      return value;
    } catch (error) {
      unit.open = false;
      await client.query('rollback').catch((e: Error) => (broken = e));
      throw isIdleTimeout(error) ? heldTooLong(this.#holdLimitMs) : error;
    } finally {
      client.off('error', onLost);
      client.release(broken);
    }
  }

  #unitDb(client: pg.PoolClient, unit: Unit): Db {
    return postgresDb(
      async (statement, values) => {
        this.scope.assertInside(unit);
        try {
          return await client.query(named(statement), values);
        } catch (error) {
          unit.failure ??= error;
          throw error;
        }
      },
      (channel, payload) => {
        this.scope.assertInside(unit);
        addNote(unit, channel, payload);
      },
    );
  }
}

/** `idle_in_transaction_session_timeout`: the database ended the session. */
const isIdleTimeout = (error: unknown): boolean => (error as { code?: unknown }).code === '25P03';

/**
 * Commits with the unit's notes, which PostgreSQL delivers then and never after a rollback, in one round trip: until it
 * is over others wait for the rows this unit locked. Resolves with what PostgreSQL did.
 */
async function commit(client: pg.PoolClient, { notes, failure }: Unit): Promise<string> {
  if (notes.length === 0 || failure !== undefined) return (await client.query('commit')).command;
  const told = notes.map((note) => `pg_notify(${note.map((part) => pg.escapeLiteral(part)).join(', ')})`);
  const results = await client.query(`select ${told.join(', ')}; commit`);
  // Several statements at once have a result each.
  return (results as unknown as pg.QueryResult[]).at(-1)!.command;
}
