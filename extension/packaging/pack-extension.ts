import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { zipSync, type Zippable } from 'fflate';

/** What a build may bring along and a store has no use for, or must not have. */
const unwanted = /\.map$|\.tsx?$|\.test\.|(^|\/)\.|\.pem$/;

/**
 * Packs a built extension for a store. The same files make the same bytes, wherever and whenever: entries are sorted,
 * dated at the beginning of zip time and compressed by fflate itself, not by the zlib of this Node. The manifest goes
 * without `key`, since the store signs with its own.
 *
 * @throws Error that names a file which does not belong into a package
 */
export function packExtension(folder: string): Uint8Array {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .sort();
  const wrong = names.find((name) => unwanted.test(name));
  if (wrong !== undefined) throw new Error(`${wrong} does not belong into a package.`);
  const files: Zippable = {};
  for (const name of names)
    files[name] = name === 'manifest.json' ? storeManifest(folder) : readFileSync(join(folder, name));
  // Zip has no time zones: fflate writes the local time, so this is local midnight everywhere.
  return zipSync(files, { level: 9, mtime: new Date(1980, 0, 1) });
}

function storeManifest(folder: string): Uint8Array {
  const { key: _, ...manifest } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  return Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
}
