/// <reference types="vitest/config" />
import { crx } from '@crxjs/vite-plugin';
import preact from '@preact/preset-vite';
import { build, defineConfig, type Plugin, type Rollup, type UserConfig } from 'vite';
import { surfaceFiles } from './extension/surface-files.ts';
import manifest from './manifest.json' with { type: 'json' };
import project from './package.json' with { type: 'json' };

const target = 'chrome120';

/**
 * Builds the files the service worker runs in a page on demand: each one static file like the content script, but not
 * in the manifest, which would need a site to name for it. `vite dev` leaves them out: use `vite build --watch`.
 */
const surfaces = (): Plugin => ({
  name: 'behalf:surfaces',
  apply: 'build',
  async generateBundle() {
    for (const fileName of Object.values(surfaceFiles)) {
      const entry = fileName.replace(/js$/, 'tsx');
      const lib = { entry, formats: ['iife' as const], name: 'surface', fileName: () => fileName };
      const built = await build({
        configFile: false,
        logLevel: 'warn',
        build: { write: false, target, lib },
      });
      const { output } = (built as Rollup.RollupOutput[])[0]!;
      for (const id of output[0].moduleIds) this.addWatchFile(id);
      this.emitFile({ type: 'asset', fileName, source: output[0].code });
    }
  },
});

/** `vite build`: the extension, ready to load unpacked. `EXTENSION_OUT` keeps the journeys' build apart from a dev server's. */
const extensionBuild = (): UserConfig => ({
  plugins: [preact(), crx({ manifest: { ...manifest, version: project.version } as never }), surfaces()],
  build: {
    outDir: process.env.EXTENSION_OUT ?? 'dist/extension',
    emptyOutDir: true,
    target,
    modulePreload: false,
    // Pages the manifest does not name: opened by the service worker only.
    rollupOptions: {
      input: ['delegation', 'confirm', 'approve', 'outbox', 'batch', 'company', 'activity', 'ledger'].map(
        (page) => `extension/pages/${page}/index.html`,
      ),
    },
  },
});

/**
 * `vite build --mode server`: everything in one file, so that start-up does not walk a thousand modules. Only what is
 * compiled for the machine stays in node_modules.
 */
const serverBuild = (): UserConfig => ({
  ssr: { noExternal: true, external: ['better-sqlite3'] },
  build: {
    ssr: 'server/main.ts',
    outDir: 'dist/server',
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    rollupOptions: { output: { entryFileNames: 'main.js' } },
  },
});

export default defineConfig(({ mode }) => ({
  ...(mode === 'server' ? serverBuild() : process.env.VITEST ? {} : extensionBuild()),
  test: {
    include: ['{shared,server,extension,demo,bench,chaos}/**/*.test.{ts,tsx}'],
    globalSetup: ['server/store/testing/postgres.global.ts'],
    // They tell of what never ends, not of a slow machine: journeys may run at the same time, and go first.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // By itself it leaves one core idle; here workers wait for databases and servers more than they compute.
    maxWorkers: '100%',
    // Test files share what they import: to load it anew for each of them takes as long as a fifth of all tests.
    isolate: false,
    unstubGlobals: true,
    restoreMocks: true,
  },
}));
