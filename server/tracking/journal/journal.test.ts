import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ArrivedHit } from '../record-hits.ts';
import { createCounting } from './counting.ts';
import { createJournal, type Segment } from './journal.ts';
import { takeOver } from './take-over.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'behalf-journal-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const hit = (at: number): ArrivedHit => ({
  ...{ sendId: '01920000-0000-7000-8000-000000000000', kind: 'click', link: 2, links: 3, at, isHead: false },
  agent: { agent: 'browser', isKnown: true, isInDataCentre: false },
  ...{ visitor: 'abc_-9', mark: `0f-${at}` },
});
const numbers = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);
const times = (segments: readonly Segment[]) => segments.flatMap(({ hits }) => hits.map(({ at }) => at));
const names = () => readdirSync(folder);
/** The process that wrote the files is another one, here or elsewhere. */
const becomeAnothers = (who = 'elsewhere.1') => {
  for (const name of names())
    renameSync(join(folder, name), join(folder, name.replace(/^[\w-]+\.\d+\.\w{12}/, `${who}.ffffffffffff`)));
};
const log = { info() {}, warn() {}, error() {} };

test('what was acknowledged is in a file, and is taken once, however many come at once', async () => {
  const journal = createJournal(folder);
  const all = numbers(1, 500);
  await Promise.all(all.map((at) => journal.append(hit(at))));
  const text = names().map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(text.join('').split('\n').length - text.length, 'and no file more').toBe(500);
  const taken = await journal.take();
  expect(times(taken).toSorted((a, b) => a - b)).toEqual(all);
  expect(taken.flatMap(({ hits }) => hits)).toContainEqual(hit(7));
  expect([await journal.take(), journal.size]).toEqual([[], 0]);
  for (const segment of taken) await segment.remove();
  expect(names()).toEqual([]);
});

test('a killed process’s files are taken over once, behind what it had counted, without a torn line', async () => {
  const journal = createJournal(folder);
  for (const at of numbers(1, 5)) await journal.append(hit(at));
  const [segment] = await journal.take();
  await segment!.mark(2);
  const [name] = names();
  appendFileSync(join(folder, name!), '01920000-0000-7000-8000-000000000000 click 2 3 99 0 bro');
  expect(await takeOver(folder, { isAlone: true }), 'of a living one').toEqual([]);
  becomeAnothers();
  const [one, other] = await Promise.all([0, 1].map(() => takeOver(folder, { isAlone: true })));
  expect(times([...one!, ...other!])).toEqual([3, 4, 5]);
  await [...one!, ...other!][0]!.mark(1);
  becomeAnothers();
  expect(times(await takeOver(folder, { isAlone: true }))).toEqual([4, 5]);
});

test('of several processes each leaves alone what a living one writes', async () => {
  const journal = createJournal(folder);
  await journal.append(hit(1));
  expect(await takeOver(folder, { isAlone: false })).toEqual([]);
  becomeAnothers();
  const elsewhere = join(folder, names()[0]!);
  expect(await takeOver(folder, { isAlone: false }), 'on another machine, written to a moment ago').toEqual(
    [],
  );
  utimesSync(elsewhere, new Date(), new Date(Date.now() - 11 * 60_000));
  writeFileSync(join(folder, 'notes.txt'), 'not ours');
  expect(times(await takeOver(folder, { isAlone: false }))).toEqual([1]);
  expect(names()).toContain('notes.txt');
});

test('a disk that can’t be written to is said so, and what comes later is kept', async () => {
  const missing = join(folder, 'a-file');
  writeFileSync(missing, '');
  const journal = createJournal(missing);
  await expect(journal.append(hit(1))).rejects.toThrow();
  rmSync(missing);
  await journal.append(hit(2));
  expect(times(await journal.take())).toEqual([2]);
  expect(journal.size).toBe(0);
});

test('what a database that can’t be reached has left open is counted later, and said to be counted perhaps', async () => {
  const journal = createJournal(folder);
  const counted: [number[], boolean][] = [];
  let isGone = true;
  const counting = createCounting({
    ...{ journal, log },
    count: async (hits, mayBeCounted) => {
      if (isGone) throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
      counted.push([hits.map(({ at }) => at), mayBeCounted]);
    },
  });
  await journal.append(hit(1));
  await expect(counting.counted()).rejects.toThrow('gone');
  expect(names()).toHaveLength(1);
  isGone = false;
  await journal.append(hit(2));
  await counting.counted();
  expect(counted).toEqual([
    [[1], true],
    [[2], false],
  ]);
  expect(names()).toEqual([]);
});

test('a hit that can’t be counted does not hold up the others', async () => {
  const journal = createJournal(folder);
  const counted: number[] = [];
  const counting = createCounting({
    ...{ journal, log },
    count: async (hits) => {
      if (hits.some(({ at }) => at === 2)) throw new Error('bad');
      counted.push(...hits.map(({ at }) => at));
    },
  });
  for (const at of numbers(1, 3)) await journal.append(hit(at));
  await counting.counted();
  expect(counted).toEqual([1, 3]);
  expect(names()).toEqual([]);
});
