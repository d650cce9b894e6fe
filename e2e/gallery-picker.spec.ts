import { expect } from 'playwright/test';
import { asked, violations, type Gallery } from './support/gallery.ts';
import { test } from './support/workers.ts';

// The From picker: who an email goes out as.

let gallery: Gallery;
test.beforeEach(({ gallery: workers }) => {
  gallery = workers;
});
const open: Gallery['open'] = (...story) => gallery.open(...story);

test('is found clean by axe while it is open', async () => {
  const page = await open('picker-chosen');
  await page.getByRole('combobox').click();
  expect(await violations(page, false)).toEqual([]);
});

test('opens without asking anything and puts Myself (this site) first', async () => {
  const page = await open('picker-chosen');
  await page.getByRole('combobox').click();
  await expect(page.getByRole('option').first()).toContainText('Myself (this site)');
  expect(await asked(page)).toEqual([]);
});

test('is driven by arrows, Home, End and Enter', async () => {
  const page = await open('picker-myself');
  const combobox = page.getByRole('combobox', { name: 'From' });
  await combobox.focus();
  await page.keyboard.press('ArrowDown');
  await expect(combobox).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('End');
  await expect(page.locator('[data-active]')).toContainText('Sofia');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(combobox).toHaveValue('Maya Chen');
  await expect(combobox).toHaveAttribute('aria-expanded', 'false');
  await expect(page.getByText('Sending as Maya Chen <maya@acme.test>')).toBeVisible();
});

test('filters by what is typed, and Esc brings the choice back', async () => {
  const page = await open('picker-many');
  const combobox = page.getByRole('combobox');
  await combobox.click();
  await page.keyboard.type('person123@');
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('listbox')).toHaveCount(0);
  await expect(combobox).toHaveValue('Myself (this site)');
  await expect(combobox).toBeFocused();
});

test('names how many it does not show', async () => {
  const page = await open('picker-many');
  await page.getByRole('combobox').click();
  await expect(page.getByRole('option')).toHaveCount(50);
  await expect(page.getByText('251 more. Type to find them.')).toBeVisible();
});

test('lets nobody choose an unusable sender, and says why', async () => {
  const page = await open('picker-myself');
  await page.getByRole('combobox').click();
  const lena = page.getByRole('option', { name: /Lena/ });
  await expect(lena).toContainText('Lena’s mailbox is disconnected');
  await expect(lena).toHaveAttribute('aria-disabled', 'true');
  await lena.click({ force: true });
  await expect(page.getByRole('combobox')).toHaveValue('Myself (this site)');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('combobox')).toHaveValue('Myself (this site)');
});

test('is as high while it loads as when it has loaded', async () => {
  const height = async (story: string) =>
    (await (await open(story)).locator('.from-picker').boundingBox())!.height;
  expect(await height('picker-loading')).toBe(await height('picker-myself'));
});
