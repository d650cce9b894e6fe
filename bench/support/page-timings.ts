import type { Page } from 'playwright/test';
import { openCandidate } from '../../demo/journey/compose.ts';
import type { Person } from '../../demo/journey/person.ts';
import { injected } from '../../e2e/support/injected.ts';

/** From the moment the compose form is in the page until Behalf's row stands in it, drawn; for each opening (ms). */
export async function measurePicker(person: Person, rounds: number): Promise<number[]> {
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const page = await openCandidate(person);
    await page.evaluate(watchForRow);
    await page.locator('.hl-profile__email').click();
    took.push(await page.evaluate(() => (window as unknown as { rowTook: Promise<number> }).rowTook));
    // Really usable: it opens, and knows who one may send as.
    if (round === 0) {
      await injected(page).click({ role: 'combobox', name: 'From' });
      await injected(page).waitFor({ role: 'option', name: /Maya Chen/ });
    }
    await page.close();
  }
  return took;
}

/** Runs in the page. Our row is the one element of the form without class and content: its shadow root is closed. */
function watchForRow(): void {
  const form = '.hl-composer';
  (window as unknown as { rowTook: Promise<number> }).rowTook = new Promise((resolve) => {
    let appeared: number | undefined;
    const drawn = new ResizeObserver((entries) => {
      if (entries.some(({ contentRect }) => contentRect.height > 20)) resolve(performance.now() - appeared!);
    });
    const seen = new WeakSet<Element>();
    new MutationObserver(() => {
      if (!document.querySelector(form)) return;
      appeared ??= performance.now();
      for (const element of document.querySelectorAll(`${form} div:not([class]):empty`)) {
        if (seen.has(element)) continue;
        seen.add(element);
        drawn.observe(element);
      }
    }).observe(document, { childList: true, subtree: true });
  });
}

/** From opening the popup's page until its first content is painted (First Contentful Paint, ms). */
export async function measurePopup(person: Person, rounds: number): Promise<number[]> {
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const page = await person.openOwn('popup');
    took.push(await firstContentfulPaint(page));
    await page.close();
  }
  return took;
}

const firstContentfulPaint = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) =>
        new PerformanceObserver((list) => {
          const entry = list.getEntriesByName('first-contentful-paint')[0];
          if (entry) resolve(entry.startTime);
        }).observe({ type: 'paint', buffered: true }),
      ),
  );
