import type Database from 'better-sqlite3';

/** Long `in (…)` lists make many texts; the least recently used ones are let go. */
const MAX_STATEMENTS = 500;

/**
 * Prepares each SQL text once. drizzle prepares at every call, which costs more than most of our statements do.
 */
export class StatementCache {
  readonly #statements = new Map<string, Database.Statement<unknown[], unknown>>();
  readonly #connection: Database.Database;
  /** How often a text was really prepared. */
  prepared = 0;

  constructor(connection: Database.Database) {
    this.#connection = connection;
  }

  get(text: string): Database.Statement<unknown[], unknown> {
    let statement = this.#statements.get(text);
    if (statement) this.#statements.delete(text);
    else {
      statement = this.#connection.prepare<unknown[], unknown>(text);
      this.prepared += 1;
      if (this.#statements.size >= MAX_STATEMENTS) {
        this.#statements.delete(this.#statements.keys().next().value as string);
      }
    }
    this.#statements.set(text, statement);
    return statement;
  }
}
