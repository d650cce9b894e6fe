import { expect, type Page } from 'playwright/test';
import { violations, type Gallery } from './support/gallery.ts';
import { test } from './support/workers.ts';

// “Send later” beside the From picker.

let gallery: Gallery;
test.beforeEach(({ gallery: workers }) => {
  gallery = workers;
});

/** Tuesday, 24 November 2026, three in the afternoon in Berlin. */
const tuesday = new Date('2026-11-24T14:00:00Z');
async function open(story: string): Promise<Page> {
  const page = await gallery.browser.newPage({ locale: 'en-GB', reducedMotion: 'reduce' });
  await page.clock.setFixedTime(tuesday);
  await page.goto(`${gallery.address}?${story}`);
  await page.getByText('Sending as').waitFor();
  return page;
}
const button = (page: Page) => page.locator('.link').first();
const strip = (page: Page) => page.locator('.strip');

test('a usual time is one click, and then stands in the strip', async () => {
  const page = await open('later-now');
  await button(page).click();
  expect(await violations(page, false)).toEqual([]);
  await page.getByRole('button', { name: 'Tomorrow, 09:00' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(strip(page)).toHaveText('Sending as Maya Chen <maya@acme.test> · Wed 09:00 (Berlin)');
  await expect(button(page)).toBeFocused();
  await expect(button(page)).toHaveAccessibleName('Change when it goes: Wed 09:00 (Berlin)');
});

test('is driven by the keyboard, and Esc leaves everything as it was', async () => {
  const page = await open('later-now');
  await button(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Now', exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(button(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(strip(page)).toContainText('Mon 09:00 (Berlin)');
});

test('any other time, on anybody’s clocks: nine o’clock stays nine o’clock', async () => {
  const page = await open('later-now');
  await button(page).click();
  await page.getByLabel('At another time').fill('2026-11-26T09:00');
  await expect(strip(page)).toContainText('Thu 09:00 (Berlin)');
  await page.getByLabel('Time zone').selectOption('America/New_York');
  await expect(strip(page)).toContainText('Thu 09:00 (New York)');
  await page.getByLabel('Only in working hours').check();
  await page.getByLabel('Until').fill('12:00');
  await expect(strip(page)).toContainText('Thu 09:00, between 09:00 and 12:00 (New York)');
  await page.getByLabel('Until').fill('08:00');
  await expect(page.getByText('must be later on the same day')).toBeVisible();
  await expect(strip(page)).toContainText('between 09:00 and 12:00');
  expect(await violations(page, false)).toEqual([]);
});

test('a time that has passed is said to have', async () => {
  const page = await open('later-now');
  await button(page).click();
  await page.getByLabel('At another time').fill('2026-11-23T09:00');
  await expect(page.getByText('This time has passed.')).toBeVisible();
  await page.getByRole('button', { name: 'Now', exact: true }).click();
  await expect(strip(page)).toHaveText('Sending as Maya Chen <maya@acme.test>');
});

test('it closes when something else is pressed', async () => {
  const page = await open('later-now');
  await button(page).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.mouse.click(900, 600);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('who reads an email before it goes out is said while it is written', async () => {
  const page = await open('later-in-hours');
  await expect(strip(page)).toContainText('Maya reads it before it goes out');
});
