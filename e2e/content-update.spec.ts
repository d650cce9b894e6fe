import { expect, type Page, type Worker } from 'playwright/test';
import { openComposer, startContentHarness, type ContentHarness } from './support/content-harness.ts';
import { injected } from './support/injected.ts';
import { test } from './support/workers.ts';

// The extension is updated under an open page: the old script can't speak to anybody any more.

let harness: ContentHarness;
let page: Page;
let ui: ReturnType<typeof injected>;

test.beforeEach(async () => {
  harness = await startContentHarness();
  const extensions = await harness.context.newPage();
  await extensions.goto('chrome://extensions');
  // Otherwise reloading an unpacked extension switches it off.
  await extensions.evaluate('chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true })');
  page = await harness.context.newPage();
  ui = injected(page);
  await openComposer(page, harness.site);
  await ui.waitFor({ role: 'combobox', name: 'From' });
});
test.afterEach(() => harness.close());

const update = async (): Promise<Worker> => {
  const next = harness.context.waitForEvent('serviceworker');
  // Ends the worker that is asked, which then can't answer.
  void harness.worker.evaluate('chrome.runtime.reload()').catch(() => undefined);
  return next;
};
const injectInto = (worker: Worker) =>
  worker.evaluate(`(async () => {
    const [tab] = await chrome.tabs.query({ url: 'http://hireline.localhost/*' });
    await chrome.scripting.executeScript({ target: { tabId: tab.id }, files: ['extension/content/index.iife.js'] });
  })()`);
const chooseMaya = async () => {
  await ui.click({ role: 'combobox', name: 'From' });
  await ui.click({ role: 'option', name: /Maya/ });
  await ui.waitForText('Sending as');
};

test('as Myself the row goes at the next change, and the site has its own row and its Send', async () => {
  await update();
  await page.fill('#hl-composer-to', 'second@candidate.test');
  await page.press('#hl-composer-to', 'Enter');
  await ui.waitUntilGone({ role: 'combobox', name: 'From' });
  await expect(page.locator('.hl-composer__row--from')).toBeVisible();
  await page.locator('.hl-composer__send').click();
  await page.locator('.hl-toast').waitFor();
  expect(harness.site.sent()).toHaveLength(1);
});

test('with a chosen sender the next Send is stopped and says why', async () => {
  await chooseMaya();
  await update();
  await page.locator('.hl-composer__send').click();
  await ui.waitForText(/updated/i);
  await expect(page.locator('.hl-editor__body')).toContainText('twenty minutes');
  expect(harness.site.sent()).toEqual([]);
});

test('a new script takes the old one’s place and asks to choose again', async () => {
  await chooseMaya();
  const worker = await update();
  await injectInto(worker);
  await ui.waitForText('Choose again who this email goes out as.');
  expect(await ui.findAll({ role: 'combobox', name: 'From' })).toHaveLength(1);
  await chooseMaya();
  await page.locator('.hl-composer__send').click();
  await ui.waitForText('Going out as Maya');
  expect(harness.site.sent()).toEqual([]);
});
