import { StoreMisuse } from './scope.ts';

/** A query whose SQL is written, with places for its values. Any `q` of its engine runs it: `q.run`. */
export type Built<Result> = { readonly result: Result; readonly query: object };

/** What drizzle's builders have beside what their types share. */
type Preparable = { prepare(): object };

/** Writes a query's SQL once. */
export const build = <Result>(builder: PromiseLike<Result>): Built<Result> => ({
  query: (builder as unknown as Preparable).prepare(),
  result: undefined as Result,
});

/**
 * Stands for whatever runs a built query: drizzle ties a query to the connection it was built on, ours are built before
 * there is one. It is bound for as long as the driver takes to be called, which happens before anything is awaited.
 */
export class LateBound<Connection> {
  #current: Connection | undefined;

  readonly get = (): Connection => {
    if (this.#current === undefined) throw new StoreMisuse('a built query is run with q.run only');
    return this.#current;
  };

  during<T>(connection: Connection, call: () => T): T {
    this.#current = connection;
    try {
      return call();
    } finally {
      this.#current = undefined;
    }
  }
}
