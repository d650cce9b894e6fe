import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

/** `npx vite --config extension/ui/gallery/vite.config.ts`: every component in every state, for eyes and for tests. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [preact()],
  server: { port: 5180, fs: { allow: ['../../..'] } },
  build: { outDir: '../../../dist/gallery', emptyOutDir: true, target: 'chrome120' },
});
