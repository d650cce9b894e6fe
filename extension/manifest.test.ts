import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import project from '../package.json' with { type: 'json' };
import { buildExtension } from './packaging/build-extension.ts';
import { packExtension } from './packaging/pack-extension.ts';
import { surfaceFiles } from './surface-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'behalf-manifest-'));
const contentFiles = ['extension/content/index.iife.js', ...Object.values(surfaceFiles)];

beforeAll(async () => {
  await buildExtension(join(folder, 'built'));
  for (const [name, content] of Object.entries(unzipSync(packExtension(join(folder, 'built'))))) {
    const file = join(folder, 'packed', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(['built', 'packed'])('the extension as it is %s', (kind) => {
  const out = join(folder, kind);
  const read = (file: string) => readFileSync(join(out, file), 'utf8');
  const files = () =>
    readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  let manifest: Record<string, unknown>;
  beforeAll(() => {
    manifest = JSON.parse(read('manifest.json')) as Record<string, unknown>;
  });

  test('the built manifest asks for exactly what manifest.design.md names', () => {
    expect(manifest.permissions).toEqual([
      'identity',
      'storage',
      'alarms',
      'notifications',
      'scripting',
      'activeTab',
    ]);
    expect(manifest.optional_host_permissions).toEqual(['https://*/*', 'http://*/*']);
    expect(manifest.host_permissions).toEqual(['http://hireline.localhost/*']);
    for (const key of ['optional_permissions', 'externally_connectable', 'sandbox'])
      expect(manifest).not.toHaveProperty(key);
  });

  test('there is one content script, in one file, on the sample site alone', () => {
    expect(manifest.content_scripts).toEqual([
      {
        matches: ['http://hireline.localhost/*'],
        js: ['extension/content/index.iife.js'],
        run_at: 'document_start',
        all_frames: false,
      },
    ]);
  });

  test('no page can reach a file of ours', () =>
    expect(manifest).not.toHaveProperty('web_accessible_resources'));

  test('pages of ours run their own scripts only', () => {
    const { extension_pages } = manifest.content_security_policy as { extension_pages: string };
    const policy = Object.fromEntries(
      extension_pages.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1)]),
    );
    expect(policy).toMatchObject({
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
    });
    expect(extension_pages).not.toMatch(/unsafe|\*:\/\/|script-src [^;]*http/);
  });

  test('no script or style is fetched from elsewhere, in line or made from text', () => {
    for (const file of files().filter((name) => name.endsWith('.html'))) {
      const html = readFileSync(file, 'utf8');
      for (const [, address] of html.matchAll(/(?:src|href)="([^"]*)"/g))
        expect(address).toMatch(/^\/(?!\/)|^\.{1,2}\//);
      expect(html, file).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|<style/i);
    }
    for (const file of files().filter((name) => name.endsWith('.js'))) {
      const code = readFileSync(file, 'utf8');
      expect(code, file).not.toMatch(/import\(\s*['"`]https?:|importScripts\(|\beval\(/);
    }
  });

  test('a page gets these files and no others, each in one piece', () => {
    const built = files().map((file) => relative(out, file));
    expect(built.filter((file) => file.includes('content/')).sort()).toEqual(contentFiles.toSorted());
    for (const file of contentFiles) expect(read(file), file).not.toMatch(/\bimport\b|\bexport\b/);
  });

  test('no file for a page brings a schema library along', () => {
    for (const file of contentFiles) expect(read(file), file).not.toMatch(/ZodError|_zod/);
  });

  test('what every page gets draws nothing', () => {
    const drawing = /dangerouslySetInnerHTML|adoptedStyleSheets/;
    expect(read(contentFiles[0]!)).not.toMatch(drawing);
    // Otherwise the marks would prove nothing.
    expect(read(surfaceFiles.composer)).toMatch(drawing);
  });

  test.each([
    // What a page without a compose form loads.
    ['extension/content/index.iife.js', 12_000],
    [surfaceFiles.composer, 20_000],
    [surfaceFiles.panel, 20_000],
  ])('%s weighs at most %i bytes as brotli', (file, most) => {
    expect(brotliCompressSync(read(file)).length).toBeLessThan(most);
  });

  test('source maps and tests stay out of the package', () => {
    expect(files().filter((name) => /\.map$|\.test\.|\.tsx?$/.test(name))).toEqual([]);
  });

  test('it is of the version that package.json names', () => expect(manifest.version).toBe(project.version));

  test('only what is loaded unpacked fixes its own id: a store signs with its own key', () =>
    expect('key' in manifest).toBe(kind === 'built'));
});

test('the package holds the very files of the build', () => {
  const list = (kind: string) =>
    readdirSync(join(folder, kind), { recursive: true, encoding: 'utf8' }).sort();
  expect(list('packed')).toEqual(list('built'));
});
