import type { Db, Engine } from './db.ts';

export type { Db, Engine } from './db.ts';

/**
 * Called with what was notified. An empty payload means that something may have been missed (the connection was made
 * anew): look for yourself. It runs after the commit, outside any transaction.
 */
export type Listener = (payload: string) => void;

/** The database: one set of queries, two engines. */
export interface Store {
  readonly engine: Engine;
  /** Reads committed rows, outside transactions; refuses to write, and to be used inside a transaction. */
  readonly read: Db;
  /**
   * Runs `work` as one unit: all of it is durable when the promise resolves, or none of it when it rejects. On
   * PostgreSQL it is run again after a deadlock or a serialisation failure, so `work` must have no other effects.
   * Await nothing but the database inside. A statement that failed dooms the unit on both engines.
   */
  tx<T>(work: (q: Db) => Promise<T>): Promise<T>;
  /** Hears what `q.notify` says on the channel, in every process. Returns the way to stop. */
  listen(channel: string, listener: Listener): () => void;
  /** Resolves when the database answers, rejects when it does not. Cheap. */
  ready(): Promise<void>;
  /**
   * Takes what was overwritten or deleted out of what the engine keeps beside its tables, as far as it can be told to:
   * SQLite's log, unless somebody reads the file just then. PostgreSQL's vacuum is its own matter.
   */
  scrub(): Promise<void>;
  /** Finishes the units under way, then lets go of every connection. */
  close(): Promise<void>;
}
