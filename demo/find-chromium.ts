import { existsSync } from 'node:fs';
import { chromium } from 'playwright/test';

/** Where distributions put Chromium. Chrome itself is of no use: it no longer loads an unpacked extension by a switch. */
const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** No browser; the message says how to get one. */
export class NoChromium extends Error {
  override name = 'NoChromium';
}

/**
 * The Chromium to use: `CHROMIUM_PATH`, else Playwright's own download, else the system's.
 *
 * @throws NoChromium
 */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string {
  const asked = env.CHROMIUM_PATH;
  if (asked) {
    if (existsSync(asked)) return asked;
    throw new NoChromium(`CHROMIUM_PATH names ${asked}, which does not exist.`);
  }
  const found = [chromium.executablePath(), ...usualPlaces].find((path) => existsSync(path));
  if (found) return found;
  throw new NoChromium(
    'No Chromium found: run "npx playwright install --with-deps chromium" (or "apt-get install chromium"), or set CHROMIUM_PATH.',
  );
}
