// oxlint-disable no-empty-pattern -- a fixture that needs no other must still take its fixtures apart
import { mkdir } from 'node:fs/promises';
import { expect, type BrowserContext, type Page, type TestInfo } from 'playwright/test';
import { openBrowser } from '../../demo/journey/open-browser.ts';
import { meetPerson, type Person } from '../../demo/journey/person.ts';
import { extensionDir } from './built.ts';
import { assertNothingForeign, beginRecord } from './egress.ts';
import { test as base } from './workers.ts';

export { expect };

type PerTest = {
  /** Ravi, who recruits, and Maya, whose mailbox it is: in a workspace that nobody else is in, not signed in yet. */
  ravi: Person;
  maya: Person;
  /** Their two browsers open at once. */
  both: [Person, Person];
  /** A workspace of this test's own at the provider, with Ravi, Maya and Tom in it. */
  workspace: string;
  /** Opens a browser for somebody else of the workspace (`tom@…`) or of the stand-in. */
  meet: (email: string) => Promise<Person>;
  /** Keeps a picture when `E2E_PICTURES` names a folder. */
  show: (page: Page, name: string) => Promise<void>;
  /** After each test: the provider was asked for nothing that is none of Behalf's business. */
  privacy: void;
};

/** Journeys on the built extension: real browsers, the real server and database, and the stand-in for Google. */
export const test = base.extend<PerTest>({
  privacy: [
    async ({ services }, use) => {
      beginRecord(services.google);
      await use();
      assertNothingForeign(services.google);
    },
    { auto: true },
  ],
  workspace: async ({ workspaces }, use) => use(workspaces.next()),
  meet: async ({ services }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (email) => {
      const context = await openBrowser({
        extension: extensionDir,
        colorScheme: process.env.E2E_COLOR_SCHEME === 'dark' ? 'dark' : 'light',
      });
      opened.push(context);
      return meetPerson(services, context, email);
    });
    await Promise.all(opened.map((context) => context.close()));
  },
  both: async ({ meet, workspace }, use) =>
    use(await Promise.all([meet(`ravi@${workspace}`), meet(`maya@${workspace}`)])),
  ravi: async ({ both: [ravi] }, use) => use(ravi),
  maya: async ({ both: [, maya] }, use) => use(maya),
  show: async ({}, use, testInfo) => use(await pictures(testInfo)),
});

async function pictures({ title }: TestInfo): Promise<PerTest['show']> {
  const folder = process.env.E2E_PICTURES;
  if (!folder) return async () => {};
  const prefix = title.replace(/[^a-z0-9]+/gi, '-').slice(0, 40);
  await mkdir(folder, { recursive: true });
  return async (page, name) => {
    await page.screenshot({ path: `${folder}/${prefix}-${name}.png`, animations: 'disabled' });
  };
}
