/// <reference types="vitest/config" />
import { crx } from '@crxjs/vite-plugin';
import preact from '@preact/preset-vite';
import { defineConfig, type UserConfig } from 'vite';
import manifest from './manifest.json' with { type: 'json' };

/** `vite build`: the extension, ready to load unpacked. `EXTENSION_OUT` keeps the journeys' build apart from a dev server's. */
const extensionBuild = (): UserConfig => ({
  plugins: [preact(), crx({ manifest: manifest as never })],
  build: {
    outDir: process.env.EXTENSION_OUT ?? 'dist/extension',
    emptyOutDir: true,
    target: 'chrome120',
    modulePreload: false,
    // Pages the manifest does not name: opened by the service worker only.
    rollupOptions: {
      input: ['delegation', 'confirm'].map((page) => `extension/pages/${page}/index.html`),
    },
  },
});

/** `vite build --mode server`: one file beside node_modules, so that start-up does not walk hundreds of modules. */
const serverBuild = (): UserConfig => ({
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
    include: ['{shared,server,extension,demo,bench}/**/*.test.{ts,tsx}'],
    globalSetup: ['server/store/testing/postgres.global.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    restoreMocks: true,
  },
}));
