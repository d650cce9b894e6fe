import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext } from 'playwright/test';
import { injected } from '../e2e/support/injected.ts';
import { findChromium } from './find-chromium.ts';
import { openBrowser } from './journey/open-browser.ts';
import { meetPerson } from './journey/person.ts';
import { readServicesOptions, stayUntil, stopSignal } from './run-services.ts';
import type { Services } from './services.ts';
import { startWithExtension } from './start-with-extension.ts';
import { windowPlace } from './window-place.ts';

const extensionDir = fileURLToPath(new URL('../node_modules/.cache/behalf-demo/extension', import.meta.url));

/** Two windows side by side, one for each person, and a page to begin with in each. */
export async function runWindows(): Promise<void> {
  findChromium();
  const stopped = stopSignal();
  const services = await startWithExtension(readServicesOptions(process.env), extensionDir);
  const open = async (email: string, side: 'left' | 'right') => {
    const profile = join(services.dataDir, email);
    const browser = await openBrowser({ extension: extensionDir, profile, headless: false });
    await moveTo(side, browser);
    const person = await meetPerson(services, browser, email);
    return { browser, person };
  };
  const ravi = await open('ravi@acme.test', 'left');
  const maya = await open('maya@acme.test', 'right');
  const settings = ravi.browser.pages()[0]!;
  await settings.goto(`${services.site.url}/settings/email`);
  // Looking for it scrolls to it: the site's own settings come first.
  await injected(settings).boxOf({ role: 'button', name: 'Sign in with Google' });
  await maya.person.openOwn('delegation');
  await maya.browser.pages()[0]!.goto(`${services.google.url}/inbox/maya@acme.test?folder=SENT`);
  process.stdout.write(whatToDo(services));
  await stayUntil(stopped, services, async () => {
    await Promise.allSettled([ravi.browser.close(), maya.browser.close()]);
  });
}

/** Moves a browser's window to its half of the screen. A desktop that places windows itself may leave it where it is. */
async function moveTo(side: 'left' | 'right', browser: BrowserContext): Promise<void> {
  const page = browser.pages()[0]!;
  const screen = await page.evaluate(() => ({
    width: window.screen.availWidth,
    height: window.screen.availHeight,
  }));
  const session = await browser.newCDPSession(page);
  const { windowId } = await session.send('Browser.getWindowForTarget');
  const bounds = windowPlace(screen, side);
  await session.send('Browser.setWindowBounds', { windowId, bounds });
  await session.detach();
}

const whatToDo = ({ server, google, site }: Services): string => `
Two windows are open: Ravi, who recruits, on the left, and Maya, a hiring manager, on the right.
Google is a stand-in on this machine; nobody's real account is involved.

  1. Maya: in the tab "Who sends as whom", sign in with Google as Maya Chen and connect your mailbox.
  2. Ravi: on the site's page Settings > Email, sign in to Behalf as Ravi Patel.
  3. Ravi: under "Send on behalf of", choose Maya Chen and ask her.
  4. Maya: accept the request (the notification, or the table on your page). The terms are shown first.
  5. Ravi: open Candidates > Jonas Weber > Email, write, choose Maya under From, and press Send. Undo works for a while.
  6. See it arrive: ${google.url}/inbox/jonas@candidate.test
  7. Maya: revoke the permission, and watch the From picker in Ravi's window.

Site ${site.url} · Behalf's server ${server.url} · all mailboxes ${google.url}/inbox
Ctrl-C ends the demo and forgets everything.

`;
