import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const project = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Builds the extension into a folder of its own, so that a dev server's or the release's build stays as it is. A
 * process of its own, because the build's plugins write to the console whatever they are told.
 *
 * @throws Error with the build's own words
 */
export async function buildExtension(outDir: string): Promise<string> {
  // Under a test runner the configuration would leave the extension out.
  const { VITEST: _, ...inherited } = process.env;
  const env = { ...inherited, NODE_ENV: 'production', EXTENSION_OUT: outDir };
  await promisify(execFile)(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], {
    cwd: project,
    env,
  });
  return outDir;
}
