import { fileURLToPath } from 'node:url';

const built = (name: string) =>
  fileURLToPath(new URL(`../../node_modules/.cache/behalf-e2e/${name}`, import.meta.url));

/** What `global-setup.ts` builds before the first test. Nobody changes anything in it after. */
export const extensionDir = built('extension');
/** The same extension, whose worker answers what a test tells it to (`stub-worker.js`). */
export const stubbedDir = built('extension-stubbed');
export const galleryDir = built('gallery');
export const serverFile = built('server/main.js');
