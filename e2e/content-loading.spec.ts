import { expect, type Page } from 'playwright/test';
import { openComposer, startContentHarness, type ContentHarness } from './support/content-harness.ts';
import { injected } from './support/injected.ts';
import { test } from './support/workers.ts';

// A page gets what it needs, when it needs it, and is the site's own until then.

const row = '.hl-composer__fields > :not([class])';

test.describe('with a worker that answers as told', () => {
  let harness: ContentHarness;
  let page: Page;
  let ui: ReturnType<typeof injected>;
  let sentBefore: number;

  test.beforeEach(async ({ harness: workers }) => {
    harness = workers;
    await harness.arrange((stub) => stub.reset());
    page = await harness.context.newPage();
    ui = injected(page);
    sentBefore = harness.siteSends();
  });
  test.afterEach(() => page.close());

  const loaded = async () =>
    (await harness.asked<{ which: string }>('surfaces:load')).map(({ which }) => which);
  const siteSent = () => harness.siteSends() - sentBefore;

  test('each surface comes when its place is near, once', async () => {
    await page.goto(`${harness.site.url}/jobs`);
    await page.locator('a[href="/candidates"]').first().waitFor();
    // A page of its own, whose question comes after all that the last one could have asked.
    await openComposer(page, harness.site);
    await ui.waitFor({ role: 'combobox', name: 'From' });
    expect(await loaded()).toEqual(['composer']);
    await page.click('.hl-composer__close');
    await page.click('.hl-prompt .hl-button--danger');

    await page.click('a[href^="/settings"]');
    await page.click('a[href="/settings/email"]');
    await ui.waitForText('Send on behalf of');
    await page.goBack();
    await page.goBack();
    await openComposer(page, harness.site);
    await ui.waitFor({ role: 'combobox', name: 'From' });
    expect(await loaded()).toEqual(['composer', 'panel']);
  });

  test('until it comes the site sends as ever; then the row is there by itself', async () => {
    await harness.arrange((stub) => {
      stub.answers['surfaces:load'] = { ok: false, error: { code: 'unavailable', message: 'No.' } };
    });
    await openComposer(page, harness.site);
    await expect(page.locator('.hl-composer__row--from')).toBeVisible();
    await page.locator('.hl-composer__send').click();
    await page.locator('.hl-toast').waitFor();
    expect(siteSent()).toBe(1);

    await openComposer(page, harness.site);
    await harness.arrange((stub) => (stub.answers = {}));
    await ui.waitFor({ role: 'combobox', name: 'From' });
    await expect(page.locator('.hl-composer__row--from')).toBeHidden();
  });

  test('a form without any warning gets its row too', async () => {
    await page.goto(`${harness.site.url}/jobs`);
    await page.locator('#hl-app > *').first().waitFor();
    await page.evaluate(() => {
      const form = document.createElement('section');
      form.className = 'hl-composer';
      form.innerHTML =
        '<div class="hl-composer__fields"><div class="hl-composer__row--from"><span class="hl-composer__label">From:</span></div></div>';
      document.body.append(form);
    });
    await page.locator(row).waitFor();
  });

  test('what the site put on the window first hears nothing of a Send that is ours', async () => {
    await page.route(`${harness.site.url}/candidates/**`, async (route) => {
      const response = await route.fetch({
        url: route.request().url().replace('hireline.localhost', '127.0.0.1'),
      });
      const early = `<script>
        window.heard = [];
        for (const type of ['pointerdown', 'click', 'keydown'])
          window.addEventListener(type, (event) => heard.push(event.target), true);
      </script>`;
      const body = (await response.text()).replace(/<head>/, `<head>${early}`);
      await route.fulfill({
        response,
        body,
        headers: { ...response.headers(), 'content-security-policy': '' },
      });
    });
    await openComposer(page, harness.site);
    await ui.click({ role: 'combobox', name: 'From' });
    await ui.click({ role: 'option', name: /Maya/ });
    await ui.waitForText('Sending as');
    await page.evaluate('heard.length = 0');
    await page.locator('.hl-composer__send').click();
    await ui.waitForText('Going out as Maya');
    expect(await page.evaluate('heard.filter((at) => at.closest?.(".hl-composer__send")).length')).toBe(0);
    expect(siteSent()).toBe(0);
  });
});

test('the real worker brings the row and the panel into the page that asked', async () => {
  const harness = await startContentHarness({ realWorker: true });
  try {
    const page = await harness.context.newPage();
    const ui = injected(page);
    await page.goto(`${harness.site.url}/candidates/jonas-weber`);
    await page.locator('.hl-profile__email').click();
    await ui.waitFor({ role: 'button', name: 'Sign in to Behalf' });
    await page.goto(`${harness.site.url}/settings/email`);
    await ui.waitFor({ role: 'button', name: /Sign in/ });
  } finally {
    await harness.close();
  }
});
