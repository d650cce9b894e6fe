import { expect, type Page } from 'playwright/test';
import { asked, violations, type Gallery } from './support/gallery.ts';
import { test } from './support/workers.ts';

// The panel of permissions, in a site and on our own page.

let gallery: Gallery;
test.beforeEach(({ gallery: workers }) => {
  gallery = workers;
});
const open: Gallery['open'] = (...story) => gallery.open(...story);

for (const [where, story, level] of [
  ['in a site, under the site’s own', 'panel-site', 2],
  ['on our own page', 'panel-page', 1],
] as const)
  test(`has one title, ${where}`, async () => {
    const page = await open(story);
    const panel = page.getByRole('region', { name: 'Who sends as whom' });
    const title = panel.getByRole('heading', { name: 'Who sends as whom' });
    await expect(title).toBeVisible();
    expect(await title.evaluate(({ tagName }) => tagName)).toBe(`H${level}`);
    expect(await panel.getAttribute('aria-labelledby')).toBe(await title.getAttribute('id'));
    await expect(page.getByRole('heading', { name: 'Who sends as whom' })).toHaveCount(1);
  });

test('says what a revocation will stop, with the focus on the harmless button', async () => {
  const page = await open('panel-page');
  await page.getByRole('button', { name: /Revoke Tom/ }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Stop Tom from sending as you?' });
  await expect(dialog).toContainText('12 scheduled emails will not go out.');
  await expect(dialog.getByRole('button', { name: 'Keep as it is' })).toBeFocused();
  expect(await violations(page, false)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: /Tom Okafor.*Tom sends as you/ })).toBeFocused();
  expect((await asked(page)).map(({ type }) => type)).not.toContain('grants:revoke');
});

test('shows at once in the table what it says was done, though the list takes its time', async () => {
  const page = await open('panel-read-once');
  const row = page.getByRole('row', { name: /Tom sends as you/ });
  await expect(row).toContainText('Active');
  await row.getByRole('button', { name: /Revoke/ }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('Tom can’t send as you any more.').waitFor();
  expect(await row.textContent()).toContain('Revoked');
  await page.getByRole('combobox', { name: 'Send on behalf of' }).click();
  await page.getByRole('option', { name: /Nora/ }).click();
  await expect(row).toContainText('Revoked');
});

test('accepts with the digest of the terms shown, on our own page', async () => {
  const page = await open('panel-opened-request');
  await expect(page.getByText('Lena may send up to 20 emails a day from your mailbox until')).toBeVisible();
  await page.getByRole('button', { name: 'Accept', exact: true }).click();
  expect(await asked(page)).toContainEqual({
    type: 'grants:accept',
    payload: { id: expect.any(String), termsDigest: 'a'.repeat(64) },
  });
});

test('gives no consent inside a site: it asks for our own window', async () => {
  const page = await open('panel-site-opened-request');
  await page.getByRole('button', { name: 'Accept', exact: true }).click();
  await page.getByRole('combobox', { name: 'Let someone send for me' }).click();
  await page.keyboard.type('nora');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Let Nora send for me' }).click();
  await expect(page.getByText('Confirm it in Behalf’s own window')).toHaveCount(2);
  const types = (await asked(page)).map(({ type }) => type);
  expect(types.filter((type) => type === 'pages:confirm')).toHaveLength(2);
  expect(types).not.toContain('grants:accept');
  expect(types).not.toContain('grants:give');
  await expect(page.getByRole('button', { name: 'Disconnect…' })).toHaveCount(0);
});

test('asks on the terms that were set, by keyboard alone', async () => {
  const page = await open('panel-page');
  await page.getByRole('combobox', { name: 'Send on behalf of' }).focus();
  await page.keyboard.type('nora');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Please');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByLabel('Emails a day, at most').fill('5');
  await page.getByLabel('Only to these domains').fill('@Example.com, acme.test');
  await expect(page.getByText('You may send up to 5 emails a day')).toBeVisible();
  await expect(page.getByText('Only to example.com and acme.test.')).toBeVisible();
  await page.getByRole('button', { name: 'Ask Nora' }).press('Enter');
  expect((await asked(page)).find(({ type }) => type === 'grants:request')?.payload).toMatchObject({
    acceptorId: 'id-new',
    note: 'Please',
    terms: { dailyCap: 5, allowedDomains: ['example.com', 'acme.test'] },
  });
  await expect(page.getByText('Nora was asked.')).toBeVisible();
});

const beginnings: Record<string, (page: Page) => Promise<void>> = {
  'the end of another one': (page) => page.getByRole('button', { name: /Revoke Tom/ }).click(),
  'a pause': (page) => page.getByRole('switch').click(),
  'a permission for somebody': async (page) => {
    await page.getByRole('combobox', { name: 'Let someone send for me' }).click();
    await page.getByRole('option', { name: /Nora/ }).click();
  },
};
for (const [what, begin] of Object.entries(beginnings))
  test(`says what was done until something else is begun: ${what}`, async () => {
    const page = await open('panel-page');
    await page.getByRole('combobox', { name: 'Send on behalf of' }).click();
    await page.getByRole('option', { name: /Nora/ }).click();
    await page.getByRole('button', { name: 'Ask Nora' }).click();
    await expect(page.getByText('Nora was asked.')).toBeVisible();
    await begin(page);
    await expect(page.getByText('Nora was asked.')).toHaveCount(0);
  });

test('looks afresh at who was chosen', async () => {
  const page = await open('panel-page');
  await page.getByRole('combobox', { name: 'Send on behalf of' }).click();
  await page.getByRole('option', { name: /Nora/ }).click();
  const reads = async () => (await asked(page)).filter(({ type }) => type === 'team:list').length;
  await expect.poll(reads).toBe(2);
});

test('refuses terms that are none, and says what is wrong with them', async () => {
  const page = await open('panel-page');
  await page.getByRole('combobox', { name: 'Let someone send for me' }).click();
  await page.getByRole('option', { name: /Nora/ }).click();
  await page.getByLabel('Emails a day, at most').fill('0');
  await expect(page.getByText('A whole number from 1 to 2000.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Let Nora send for me' })).toBeDisabled();
  expect(await violations(page, false)).toEqual([]);
});

test('says what it waits for after eight seconds, and offers to try again', async () => {
  const page = await gallery.browser.newPage();
  await page.clock.install();
  await page.goto(`${gallery.address}?panel-loading`);
  await page.locator('.skeleton').waitFor();
  await page.clock.runFor(8_100);
  await expect(page.getByText('Still waiting for Behalf’s server')).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => asked(page)).toHaveLength(2);
});
