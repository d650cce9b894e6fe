import * as fc from 'fast-check';
import type { Cast, Pair, Person } from '../system/people.ts';
import { onceIn } from './draw.ts';
import { at } from './scene.ts';
import type { BatchOrder } from './submit-batch.ts';
import type { Order } from './submit.ts';

const anyone = fc.nat({ max: 9_999 });

/** An email as it is drawn: whose and whose not is known only when there are people. */
export const drawnOrder = fc.record({
  pair: anyone,
  candidate: anyone,
  own: onceIn(12, fc.constant(true)),
  later: onceIn(7, fc.integer({ min: 2_000, max: 150_000 })),
  hangUpAfter: onceIn(16, fc.nat({ max: 40 })),
  twice: onceIn(30, fc.constant(true)),
});
type DrawnOrder = typeof drawnOrder extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** The order itself, from those that are there, or from the given one. */
export function orderOf(cast: Cast, drawn: DrawnOrder, from?: Pair | Person): Order {
  const { pair, candidate, own, later, hangUpAfter, twice } = drawn;
  const chosen = from ?? (own ? at(cast.people, pair) : at(cast.pairs, pair));
  return {
    from: chosen,
    to: `candidate-${candidate}@elsewhere.test`,
    later,
    hangUpAfter,
    twice: twice === true,
  };
}

/** A batch as it is drawn: mostly a handful, rarely more people than a cap lets go on one day. */
export const drawnBatch = fc.record({
  order: drawnOrder,
  size: fc.oneof(
    { weight: 15, arbitrary: fc.integer({ min: 2, max: 8 }) },
    { weight: 1, arbitrary: fc.constant(40) },
  ),
});
type DrawnBatch = typeof drawnBatch extends fc.Arbitrary<infer Drawn> ? Drawn : never;

export const batchOrderOf = (cast: Cast, { order, size }: DrawnBatch): BatchOrder => ({
  ...orderOf(cast, order),
  size,
});
