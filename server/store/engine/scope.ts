import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';

/** One unit of work: open from its first statement to its commit or rollback. */
export interface Unit {
  open: boolean;
  /** The first statement that failed. PostgreSQL then refuses to commit, so SQLite must too. */
  failure?: unknown;
  /** What is to be told after the commit, as `[channel, payload]`. */
  readonly notes: [channel: string, payload: string][];
}

export const openUnit = (): Unit => ({ open: true, notes: [] });

/** The store was used in a way that can't work; a mistake of the caller, never of the database. */
export class StoreMisuse extends Error {
  override readonly name = 'StoreMisuse';
}

/** A unit that runs, of which store, and within which one of another store. */
type Running = { of: Scope; unit: Unit; within: Running | undefined };

/** One for all stores: each costs every promise of the process something, for as long as it lives. */
const running = new AsyncLocalStorage<Running>();

/** Follows the flow of asynchronous calls, so that each store knows which of its units a statement belongs to. */
export class Scope {
  run<T>(unit: Unit, work: () => Promise<T>): Promise<T> {
    return running.run({ of: this, unit, within: running.getStore() }, work);
  }

  get #current(): Unit | undefined {
    let at = running.getStore();
    while (at && at.of !== this) at = at.within;
    return at?.unit;
  }

  /** Refuses a transaction inside a transaction: it would wait for itself. */
  assertNoTransaction(what: string): void {
    if (this.#current?.open) {
      throw new StoreMisuse(`${what} inside a transaction: use the transaction's own q`);
    }
  }

  /** Refuses a statement through a `q` whose transaction is over, or from code that is not part of it. */
  assertInside(unit: Unit): void {
    if (!unit.open) throw new StoreMisuse('a statement after its transaction ended: was one not awaited?');
    if (this.#current !== unit) {
      throw new StoreMisuse("a statement from outside its transaction: don't hand q out of store.tx");
    }
    if (unit.failure !== undefined) throw doomed(unit);
  }
}

/** @throws StoreMisuse when a statement is one that writes */
export function assertReads(text: string): void {
  if (!/^[\s(]*(select|with|values|explain|show)\b/i.test(text))
    throw new StoreMisuse('store.read only reads');
}

/** The error of a unit in which a statement failed and the failure was swallowed. */
export const doomed = (unit: Unit): Error =>
  new Error('a statement of this transaction failed earlier, so nothing of it can be committed', {
    cause: unit.failure,
  });

/** The error of a unit that kept the database waiting for something else. */
export const heldTooLong = (limitMs: number): StoreMisuse =>
  new StoreMisuse(`a transaction was held idle for ${limitMs} ms: await nothing but the database inside it`);

/** Ties a function to the asynchronous context of its caller, however late and from wherever it is called. */
export const inCallersContext = <A, T>(work: (argument: A) => T): ((argument: A) => T) =>
  AsyncResource.bind(work);
