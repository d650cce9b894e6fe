import { expect, test } from 'vitest';
import { windowPlace } from './window-place.ts';

test.each([
  { width: 1366, height: 768 },
  { width: 1920, height: 1040 },
  { width: 3840, height: 2160 },
])('two windows stand side by side and wholly on a screen of $width x $height', (screen) => {
  const [left, right] = [windowPlace(screen, 'left'), windowPlace(screen, 'right')];
  expect(left.left + left.width).toBe(right.left);
  expect(right.left + right.width).toBeLessThanOrEqual(screen.width);
  expect(Math.max(left.height, right.height)).toBeLessThanOrEqual(screen.height);
});
