import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { bugs } from './all.ts';
import { applyBug } from './bug.ts';

it.each(bugs.map((bug) => [bug.name, bug] as const))('%s still fits the source, in one place', (_, bug) => {
  const source = readFileSync(bug.file, 'utf8');
  expect(applyBug(bug, source)).not.toBe(source);
});

it('does not put in a bug whose place is gone, or is there twice', () => {
  const [bug] = bugs;
  expect(() => applyBug(bug!, '')).toThrow('fits in 0');
  expect(() => applyBug(bug!, bug!.find.repeat(2))).toThrow('fits in 2');
});
