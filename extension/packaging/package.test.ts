import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { expect, onTestFinished, test } from 'vitest';
import project from '../../package.json' with { type: 'json' };
import { packExtension } from './pack-extension.ts';

const temporary = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'behalf-package-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
const manifest = JSON.stringify({ manifest_version: 3, key: 'MIIB', name: 'Behalf' });
const sample: [string, string][] = [
  ['manifest.json', manifest],
  ['b/two.js', 'two()'],
  ['a.js', 'one()'],
  ['B.js', 'three()'],
];

/** A built extension of these files, written in their order at some time. */
function build(files: [string, string][], at = new Date()): string {
  const folder = temporary();
  for (const [name, content] of files) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    utimesSync(file, at, at);
  }
  return folder;
}

test('the same files make the same bytes, whatever their order and their age', () => {
  const one = packExtension(build(sample));
  const other = packExtension(build(sample.toReversed(), new Date('2019-07-01T12:34:56Z')));
  expect(Buffer.compare(one, other)).toBe(0);
});

test('entries are sorted and all of one date', () => {
  const zip = Buffer.from(packExtension(build(sample)));
  const entries: [string, number][] = [];
  // The central directory: date at 14, length of the name at 28, the name at 46 (APPNOTE.TXT 4.3.12).
  for (let at = zip.indexOf('PK\u0001\u0002'); at >= 0; at = zip.indexOf('PK\u0001\u0002', at + 1))
    entries.push([
      zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28)),
      zip.readUInt32LE(at + 12),
    ]);
  expect(entries.map(([name]) => name)).toEqual(['B.js', 'a.js', 'b/two.js', 'manifest.json']);
  expect(new Set(entries.map(([, date]) => date)), '1980-01-01 00:00').toEqual(new Set([0x0021_0000]));
});

test('a store gets a manifest without a key, and every other file as it is', () => {
  const unzipped = unzipSync(packExtension(build(sample)));
  const text = Object.fromEntries(
    Object.entries(unzipped).map(([name, content]) => [name, Buffer.from(content).toString()]),
  );
  expect(JSON.parse(text['manifest.json']!)).toEqual({ manifest_version: 3, name: 'Behalf' });
  expect(text).toMatchObject({ 'a.js': 'one()', 'B.js': 'three()', 'b/two.js': 'two()' });
});

test.each(['a.js.map', 'b/c.ts', 'b/view.tsx', 'a.test.js', '.env', 'b/.DS_Store', '.git/config', 'key.pem'])(
  '%s stops the packing',
  (name) => {
    const folder = build([...sample, [name, '']]);
    expect(() => packExtension(folder)).toThrow(`${name} does not belong into a package.`);
  },
);

test('npm run package makes the same bytes again, also in another time zone', async () => {
  const [one, other] = [temporary(), temporary()];
  const run = (target: string, TZ: string) =>
    promisify(execFile)('npm', ['run', '-s', 'package', '--', target], { env: { ...process.env, TZ } });
  const { stdout } = await run(one, 'Pacific/Auckland');
  await run(other, 'America/St_Johns');
  const name = `behalf-${project.version}.zip`;
  expect(stdout).toContain(name);
  const zip = readFileSync(join(one, name));
  expect(Buffer.compare(zip, readFileSync(join(other, name)))).toBe(0);
  expect(Object.keys(unzipSync(zip))).toContain('manifest.json');
}, 120_000);
