// oxlint-disable no-empty-pattern -- a fixture that needs no other must still take its fixtures apart
import { test as base } from 'playwright/test';
import { startServices, type Services } from '../../demo/services.ts';
import { serverFile } from './built.ts';
import { startContentHarness, type ContentHarness } from './content-harness.ts';
import { startGallery, type Gallery } from './gallery.ts';

/** How long an email can be undone in journeys (seconds): enough for three clicks on a busy machine. */
export const undoSeconds = 5;

type PerTest = {
  /** Pages that a test opens in it are closed after the test. */
  gallery: Gallery;
};
type PerWorker = {
  services: Services;
  workspaces: { next(): string };
  workersGallery: Gallery;
  /** One site and one browser for all tests: each begins with `reset` and a page of its own. */
  harness: ContentHarness;
};

const names = { ravi: 'Ravi Patel', maya: 'Maya Chen', tom: 'Tom Becker' };

/**
 * What tests of one worker share, started when the first of them needs it. All specs use this one set, so that a worker
 * can go on with any other of them: with another set Playwright would start another worker.
 */
export const test = base.extend<PerTest, PerWorker>({
  services: [
    async ({}, use) => {
      const services = await startServices({ undoSeconds, serverFile });
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
  workersGallery: [
    async ({}, use) => {
      const gallery = await startGallery();
      await use(gallery);
      await gallery.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  gallery: async ({ workersGallery }, use) => {
    await use(workersGallery);
    await Promise.all(workersGallery.browser.contexts().map((context) => context.close()));
  },
  harness: [
    async ({}, use) => {
      const harness = await startContentHarness();
      await use(harness);
      await harness.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});
