import { expect, test } from 'vitest';
import { createPlaces } from './places.ts';

test('each key has so many places at once, and one that is given back twice was still one', () => {
  const enter = createPlaces(2);
  const [first, second] = [enter('a'), enter('a')];
  expect([first, second, enter('a')]).toEqual([expect.any(Function), expect.any(Function), null]);
  expect(enter('b')).not.toBeNull();
  first!();
  first!();
  expect([enter('a'), enter('a')]).toEqual([expect.any(Function), null]);
});
