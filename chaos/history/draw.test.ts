import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { mischief } from '../mischief/all.ts';
import { acts } from './acts/all.ts';
import { draw, kindOf, oneOf } from './draw.ts';

const take = <T>(values: Generator<T>, count: number): T[] =>
  Array.from({ length: count }, () => values.next().value);
const numbers = (seed: number, name: string) => take(draw(fc.nat(), seed, name), 300);

it('draws the same values for the same seed, and others for another seed or name', () => {
  expect(numbers(1, 'a')).toEqual(numbers(1, 'a'));
  expect(numbers(1, 'a')).not.toEqual(numbers(2, 'a'));
  expect(numbers(1, 'a')).not.toEqual(numbers(1, 'b'));
});

it('plans every act and every disturbance sooner or later, each about as often as it weighs', () => {
  for (const kinds of [acts, mischief('postgres')] as const) {
    const names = take(draw(oneOf<never>(kinds as never), 3, 'kinds'), 2_000).map(({ name }) => name);
    expect(new Set(names).size).toBe(kinds.length);
  }
});

it('hands what was drawn to the act', async () => {
  const seen: number[] = [];
  const kind = kindOf({
    ...{ name: 'note', weight: 1, drawn: fc.constant(7) },
    run: async (scene: number[], drawn) => void scene.push(drawn),
  });
  await take(draw(oneOf([kind]), 1, 'x'), 1)[0]!.run(seen);
  expect(seen).toEqual([7]);
});
