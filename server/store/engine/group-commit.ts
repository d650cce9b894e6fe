import { setImmediate as nextTurn } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import { doomed, heldTooLong, openUnit, type Unit } from './scope.ts';

/** How many waiting units share one COMMIT, and so one wait for the disk. */
const MAX_GROUP = 64;

interface Job {
  readonly run: (unit: Unit) => Promise<unknown>;
  readonly resolve: (value: unknown, unit: Unit) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { ok: true; value: unknown; unit: Unit } | { ok: false; error: unknown };

/**
 * The one writer of a SQLite file. Units that wait when it comes free run one after another inside one transaction,
 * each in its own savepoint; their promises settle only after the common COMMIT, so what is acknowledged is durable.
 */
export class GroupCommit {
  readonly #connection: Database.Database;
  readonly #holdLimitMs: number;
  #queue: Job[] = [];
  #between: (() => void)[] = [];
  #draining: Promise<void> | undefined;
  /** How many transactions were committed. */
  commits = 0;

  constructor(connection: Database.Database, holdLimitMs: number) {
    this.#connection = connection;
    this.#holdLimitMs = holdLimitMs;
  }

  /** @returns what `run` returned and its unit, once both are durable */
  submit<T>(run: (unit: Unit) => Promise<T>): Promise<{ value: T; unit: Unit }> {
    return new Promise((resolve, reject) => {
      this.#queue.push({
        run,
        resolve: (value, unit) => resolve({ value: value as T, unit }),
        reject,
      });
      this.#draining ??= this.#drain();
    });
  }

  /** Runs `work` when no transaction is open: before the next group. Rejects with what it throws. */
  between(work: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#between.push(() => {
        try {
          work();
          resolve();
        } catch (error) {
          reject(error);
        }
      });
      this.#draining ??= this.#drain();
    });
  }

  /** Resolves when no unit waits or runs. */
  async idle(): Promise<void> {
    await this.#draining;
  }

  async #drain(): Promise<void> {
    while (this.#queue.length + this.#between.length > 0) {
      // One turn of the event loop between groups: requests come in and join the next group.
      await nextTurn();
      for (const work of this.#between.splice(0)) work();
      if (this.#queue.length > 0) await this.#runGroup(this.#queue.splice(0, MAX_GROUP));
    }
    this.#draining = undefined;
  }

  async #runGroup(jobs: Job[]): Promise<void> {
    const outcomes: Outcome[] = [];
    try {
      this.#rollBack();
      this.#connection.exec('BEGIN IMMEDIATE');
      for (const job of jobs) outcomes.push(await this.#runUnit(job));
      this.#connection.exec('COMMIT');
      this.commits += 1;
    } catch (error) {
      this.#rollBack();
      for (const [i, job] of jobs.entries()) {
        const outcome = outcomes[i];
        job.reject(outcome && !outcome.ok ? outcome.error : error);
      }
      return;
    }
    for (const [i, job] of jobs.entries()) {
      const outcome = outcomes[i] as Outcome;
      if (outcome.ok) job.resolve(outcome.value, outcome.unit);
      else job.reject(outcome.error);
    }
  }

  /** A disk that fails may refuse this too; the next group then begins with it. */
  #rollBack(): void {
    if (!this.#connection.inTransaction) return;
    try {
      this.#connection.exec('ROLLBACK');
    } catch (error) {
      process.emitWarning(error as Error);
    }
  }

  async #runUnit(job: Job): Promise<Outcome> {
    const unit = openUnit();
    this.#connection.exec('SAVEPOINT unit');
    try {
      const value = await this.#withinLimit(job.run(unit));
      if (unit.failure !== undefined) throw doomed(unit);
      unit.open = false;
      this.#connection.exec('RELEASE unit');
      return { ok: true, value, unit };
    } catch (error) {
      unit.open = false;
      // A full disk makes SQLite roll the whole transaction back by itself: then the group is lost.
      if (!this.#connection.inTransaction) throw error;
      this.#connection.exec('ROLLBACK TO unit; RELEASE unit');
      return { ok: false, error };
    }
  }

  async #withinLimit<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(heldTooLong(this.#holdLimitMs)), this.#holdLimitMs);
    });
    try {
      return await Promise.race([work, limit]);
    } finally {
      clearTimeout(timer);
    }
  }
}
