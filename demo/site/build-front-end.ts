import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const SOURCES = here('app');
const CACHE = here('../../node_modules/.cache/hireline');

const hashSources = async (): Promise<string> => {
  const entries = await readdir(SOURCES, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  const others = ['model.ts', 'build-front-end.ts', '../../node_modules/preact/package.json'].map(here);
  for (const file of [...files.sort(), ...others]) hash.update(file).update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
};

/**
 * Builds the front end unless these very sources were built before, and returns the folder.
 * Several processes may start at once: each builds beside the cache, and the first to rename wins.
 */
export const buildFrontEnd = async (): Promise<string> => {
  const outDir = join(CACHE, await hashSources());
  if (existsSync(join(outDir, 'index.html'))) return outDir;
  const { build } = await import('vite');
  const draft = join(CACHE, `draft-${randomUUID()}`);
  await mkdir(CACHE, { recursive: true });
  await build({
    configFile: false,
    root: SOURCES,
    mode: 'production',
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: { outDir: draft, emptyOutDir: true, target: 'chrome120', modulePreload: false },
  });
  await rename(draft, outDir).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(join(outDir, 'index.html'))) throw error;
  });
  return outDir;
};
