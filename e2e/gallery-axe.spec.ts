import { expect } from 'playwright/test';
import { violations } from './support/gallery.ts';
import { test } from './support/workers.ts';

// Every story in every look, in parts, so that several workers can look at once.

const isWholePage = (story: string) =>
  /^(popup-|options-|confirm-|approve-|outbox-|batch-|company-|activity-|ledger-|panel-(?!site))/.test(story);
/** Names, roles and order are the same in every look; colours change with the scheme, sizes with the width. */
const looks = [
  { width: 1280, scheme: 'light', only: undefined },
  { width: 1280, scheme: 'dark', only: ['color-contrast'] },
  { width: 400, scheme: 'light', only: ['target-size'] },
] as const;
const parts = 4;

for (let part = 0; part < parts; part += 1)
  test(`axe finds nothing in any state and any look, part ${part + 1} of ${parts}`, async ({ gallery }) => {
    const page = await gallery.open('');
    const names = await gallery.names();
    expect(names.length).toBeGreaterThan(parts);
    for (const name of names.filter((_, index) => index % parts === part)) {
      await page.goto(`${gallery.address}?${name}`);
      await page.locator('.bh-in').first().waitFor({ state: 'attached' });
      expect.soft(await page.getByText('MISSING').count(), `${name} has all its texts`).toBe(0);
      for (const { width, scheme, only } of looks) {
        const look = `${name} at ${width} px, ${scheme}`;
        await page.emulateMedia({ colorScheme: scheme });
        await page.setViewportSize({ width, height: 800 });
        expect.soft(await violations(page, isWholePage(name), only), look).toEqual([]);
        const reach = await page.evaluate(() => document.documentElement.scrollWidth);
        expect.soft(reach, `${look} fits its width`).toBeLessThanOrEqual(width);
      }
    }
  });
