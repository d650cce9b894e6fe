import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import project from '../../package.json' with { type: 'json' };
import { buildExtension } from './build-extension.ts';
import { packExtension } from './pack-extension.ts';

// `npm run package [-- FOLDER]`: builds the extension and packs it for a store, as FOLDER/behalf-<version>.zip.
const target = process.argv[2] ?? 'dist';
const built = mkdtempSync(join(tmpdir(), 'behalf-package-'));
try {
  const zip = packExtension(await buildExtension(built));
  const file = join(target, `behalf-${project.version}.zip`);
  mkdirSync(target, { recursive: true });
  writeFileSync(file, zip);
  const kilobytes = (zip.length / 1000).toFixed(0);
  console.log(`${file}: ${kilobytes} kB, SHA-256 ${createHash('sha256').update(zip).digest('hex')}`);
} finally {
  rmSync(built, { recursive: true, force: true });
}
