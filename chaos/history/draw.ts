import { createHash } from 'node:crypto';
import * as fc from 'fast-check';

const chunk = 64;

/** Values without end, the same ones for the same seed and name. */
export function* draw<T>(arbitrary: fc.Arbitrary<T>, seed: number, name: string): Generator<T, never> {
  // fast-check by itself prefers small values and corners at first; here a long history is to be even.
  const even = fc.noBias(arbitrary);
  for (let i = 0; ; i += 1) {
    const digest = createHash('sha256').update(`${seed} ${name} ${i}`).digest();
    yield* fc.sample(even, { seed: digest.readInt32LE(), numRuns: chunk });
  }
}

/** A thing to do with all that was drawn for it. */
export type Planned<Scene> = { name: string; run(scene: Scene): Promise<void> };

/** A kind of thing to do: how often beside the others, what is drawn for it, and what it does. */
export type Kind<Scene> = { weight: number; planned: fc.Arbitrary<Planned<Scene>> };

export const kindOf = <Scene, Drawn>(kind: {
  name: string;
  weight: number;
  drawn: fc.Arbitrary<Drawn>;
  run(scene: Scene, drawn: Drawn): Promise<void>;
}): Kind<Scene> => ({
  weight: kind.weight,
  planned: kind.drawn.map((drawn) => ({ name: kind.name, run: (scene: Scene) => kind.run(scene, drawn) })),
});

/** One of the kinds, each as often as it weighs. */
export const oneOf = <Scene>(kinds: readonly Kind<Scene>[]): fc.Arbitrary<Planned<Scene>> =>
  fc.oneof(...kinds.map(({ weight, planned }) => ({ weight, arbitrary: planned })));

/** A drawn value once in so many times, else null. */
export const onceIn = <T>(times: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 1, arbitrary }, { weight: times - 1, arbitrary: fc.constant(null) });
