// oxlint-disable no-empty-pattern -- a fixture that needs no other must still take its fixtures apart
import { mkdir } from 'node:fs/promises';
import { test as base, expect, type BrowserContext, type Page, type TestInfo } from 'playwright/test';
import { openBrowser } from '../../demo/journey/open-browser.ts';
import { meetPerson, type Person } from '../../demo/journey/person.ts';
import { startServices, type Services } from '../../demo/services.ts';
import { assertNothingForeign } from './egress.ts';
import { extensionDir } from './global-setup.ts';

export { expect };

/** How long an email can be undone in journeys (seconds): enough for three clicks on a busy machine. */
const undoSeconds = 5;

type PerTest = {
  /** Ravi, who recruits, and Maya, whose mailbox it is: in a workspace that nobody else is in, not signed in yet. */
  ravi: Person;
  maya: Person;
  /** A workspace of this test's own at the provider, with Ravi, Maya and Tom in it. */
  workspace: string;
  /** Opens a browser for somebody else of the workspace (`tom@…`) or of the stand-in. */
  meet: (email: string) => Promise<Person>;
  /** Keeps a picture when `E2E_PICTURES` names a folder. */
  show: (page: Page, name: string) => Promise<void>;
  /** After each test: the provider was asked for nothing that is none of Behalf's business. */
  privacy: void;
};
type PerWorker = { services: Services; workspaces: { next(): string } };

const names = { ravi: 'Ravi Patel', maya: 'Maya Chen', tom: 'Tom Becker' };

/** Journeys on the built extension: real browsers, the real server and database, and the stand-in for Google. */
export const test = base.extend<PerTest, PerWorker>({
  services: [
    async ({}, use) => {
      const services = await startServices({ undoSeconds });
      await use(services);
      await services.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  workspaces: [
    async ({ services }, use) => {
      let count = 0;
      const next = () => {
        const domain = `team-${(count += 1)}.test`;
        const people = Object.entries(names).map(([local, name]) => ({ local, name }));
        services.google.addPeople(
          people.map(({ local, name }) => ({ email: `${local}@${domain}`, name, hd: domain })),
        );
        return domain;
      };
      await use({ next });
    },
    { scope: 'worker' },
  ],
  privacy: [
    async ({ services }, use) => {
      services.google.record.clear();
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
  ravi: async ({ meet, workspace }, use) => use(await meet(`ravi@${workspace}`)),
  maya: async ({ meet, workspace }, use) => use(await meet(`maya@${workspace}`)),
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
