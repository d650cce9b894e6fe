import { expect } from 'playwright/test';
import { asked, type Gallery } from './support/gallery.ts';
import { test } from './support/workers.ts';

// What holds for several surfaces, and the small ones.

let gallery: Gallery;
test.beforeEach(({ gallery: workers }) => {
  gallery = workers;
});
const open: Gallery['open'] = (...story) => gallery.open(...story);

test('the toast announces the sentence once, not each second', async () => {
  const page = await open('toast-undoable');
  const status = page.getByRole('status');
  await expect(status).toHaveText('Going out as Maya');
  const undo = page.getByRole('button', { name: 'Undo' });
  await expect(undo).toContainText('8');
  await expect(undo).toContainText('7');
  await expect(status).toHaveText('Going out as Maya');
  await expect(undo).toHaveAccessibleName('Undo');
});

test('the confirm window shows the body as text, with where links lead, and runs or loads nothing of it', async () => {
  const page = await open('confirm-send');
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.reload();
  const body = page.getByRole('region', { name: 'Text of the email' });
  await expect(body).toContainText('your talk (https://talks.test/queues) was a joy.');
  expect((await body.innerText()).split('\n').slice(0, 4)).toEqual([
    'Hello Jane,',
    'your talk (https://talks.test/queues) was a joy.',
    'Ravi',
    'More.',
  ]);
  await expect(page).toHaveTitle('confirm-send');
  expect(requests.filter((url) => !url.startsWith(gallery.address))).toEqual([]);
});

test('the second of two clicks, on a confirm window that has just opened, is no yes', async () => {
  for (const story of ['confirm-send', 'confirm-give', 'confirm-accept']) {
    const page = await open(story);
    const yes = page.locator('button.primary');
    await expect(yes).toBeDisabled();
    await yes.click({ force: true });
    const types = (await asked(page)).map(({ type }) => type);
    expect(types, story).not.toContain('confirm:answer');
    await yes.click();
    await expect.poll(async () => (await asked(page)).map(({ type }) => type)).toContain('confirm:answer');
    await page.close();
  }
});

test('the card of an unclear email leads its owner to the Sent folder of that very account', async () => {
  const page = await open('popup-full');
  const link = page.getByRole('link', { name: 'Open your Sent folder' });
  await expect(link).toHaveAttribute(
    'href',
    /^https:\/\/mail\.google\.com\/mail\/u\/\?authuser=[^@#?&]+%40[^@#?&]+#sent$/,
  );
  await page.close();
});

test('names and subjects with markup are shown as text, and turn nothing around', async () => {
  for (const story of [
    'picker-odd-names',
    'panel-odd-names',
    'popup-odd-names',
    'toast-odd-names',
    'confirm-send-odd',
    'approve-odd',
    'outbox-odd-names',
    'batch-problems',
    'company-odd-names',
  ]) {
    const page = await open(story);
    const combobox = page.getByRole('combobox').first();
    if (await combobox.count()) await combobox.click();
    await expect(page.getByText('<img src=x onerror=alert(1)>').first()).toBeVisible();
    await expect(page.locator('img[src="x"]')).toHaveCount(0);
    expect(await page.getByText('\u202e').count(), story).toBe(0);
    await page.close();
  }
});

test('text grows with the person’s own text size, also where the site has shrunk its root’s', async () => {
  const page = await gallery.browser.newPage({ viewport: { width: 1280, height: 800 } });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.setFontSizes', { fontSizes: { standard: 32 } });
  for (const story of [
    'panel-site',
    'picker-chosen',
    'toast-undoable',
    'popup-full',
    'options-full',
    'confirm-send',
    'later-in-hours',
    'approve-send',
    'outbox-full',
    'batch-running',
    'batch-problems',
    'company-admin',
  ]) {
    await page.goto(`${gallery.address}?${story}`);
    await page.locator('.bh-in').first().waitFor({ state: 'attached' });
    const size = await page
      .locator('.bh-in')
      .first()
      .evaluate((element) => getComputedStyle(element).fontSize);
    expect(size, story).toBe('28px');
    const reach = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(reach, `${story} fits its width`).toBeLessThanOrEqual(1280);
  }
});
