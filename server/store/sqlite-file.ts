import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The file that a `file:` address names: `file:///…`, or `file:…` from the working directory on. */
export const sqliteFile = (url: string): string =>
  url.startsWith('file://') ? fileURLToPath(url) : resolve(url.slice('file:'.length));
