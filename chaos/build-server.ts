import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { applyBug, type Bug } from './bugs/bug.ts';

const project = fileURLToPath(new URL('..', import.meta.url));

/**
 * Builds the server of `server-process.ts`, libraries and all, into one file that loads in half the time. With a bug,
 * that one place of its source is replaced. It lies below the project, whose node_modules holds the native part.
 */
export async function buildServer(bug: Bug | null): Promise<{ entry: string; remove(): void }> {
  mkdirSync(join(project, 'dist'), { recursive: true });
  const outDir = mkdtempSync(join(project, 'dist/chaos-'));
  await build({
    configFile: false,
    root: project,
    logLevel: 'error',
    plugins: bug ? [putIn(bug)] : [],
    ssr: { noExternal: true, external: ['better-sqlite3', 'pg-native'] },
    build: {
      ssr: 'chaos/server-process.ts',
      outDir,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: 'server.js' } },
    },
  });
  return { entry: join(outDir, 'server.js'), remove: () => rmSync(outDir, { recursive: true, force: true }) };
}

function putIn(bug: Bug): Plugin {
  let done = false;
  return {
    name: 'behalf:bug',
    enforce: 'pre',
    transform(code, id) {
      if (!id.split('?')[0]!.endsWith(bug.file)) return null;
      done = true;
      return applyBug(bug, code);
    },
    buildEnd() {
      if (!done) throw new Error(`The bug was not put in: ${bug.file} is not part of the server.`);
    },
  };
}
