import { expect, type Page } from 'playwright/test';
import { asked, violations, type Gallery } from './support/gallery.ts';
import { test } from './support/workers.ts';

// Deleting my data, on the page of options.

let gallery: Gallery;
test.beforeEach(({ gallery: workers }) => {
  gallery = workers;
});
const open: Gallery['open'] = (...story) => gallery.open(...story);

const dialogOf = async (page: Page) => {
  await page.getByRole('button', { name: 'Delete my data…' }).click();
  return page.getByRole('alertdialog', { name: 'Delete your data?' });
};

test('asks nothing of the server before it was begun', async () => {
  const page = await open('options-full');
  await page.getByRole('button', { name: 'Delete my data…' }).waitFor();
  expect((await asked(page)).map(({ type }) => type)).not.toContain('session:deletion');
});

test('says what it will stop, and does nothing until the address is typed', async () => {
  const page = await open('options-full');
  const dialog = await dialogOf(page);
  await expect(dialog).toContainText('12 waiting emails will not go out.');
  await expect(dialog).toContainText('3 permissions and requests end');
  await expect(dialog).toContainText('Tom Becker becomes admin');
  expect(await violations(page, true)).toEqual([]);
  const yes = dialog.getByRole('button', { name: 'Delete my data', exact: true });
  const field = dialog.getByRole('textbox');
  await expect(field).toBeFocused();
  for (const typed of ['', 'ravi', 'maya@acme.test']) {
    await field.fill(typed);
    await expect(yes).toBeDisabled();
    await page.keyboard.press('Enter');
  }
  expect((await asked(page)).map(({ type }) => type)).not.toContain('session:delete');
  await field.fill('RAVI@acme.test');
  await yes.hover();
  expect(await violations(page, true), 'readable also under the pointer').toEqual([]);
  await page.keyboard.press('Enter');
  await expect
    .poll(() => asked(page))
    .toContainEqual({
      type: 'session:delete',
      payload: { email: 'RAVI@acme.test' },
    });
});

test('is left by Esc and by the harmless button, and the focus goes back', async () => {
  const page = await open('options-full');
  const begin = page.getByRole('button', { name: 'Delete my data…' });
  for (const leave of ['Escape', 'Keep as it is']) {
    const dialog = await dialogOf(page);
    await dialog.getByRole('textbox').fill('ravi@acme.test');
    if (leave === 'Escape') await page.keyboard.press(leave);
    else await dialog.getByRole('button', { name: leave }).click();
    await expect(dialog).toHaveCount(0);
    await expect(begin).toBeFocused();
  }
  expect((await asked(page)).map(({ type }) => type)).not.toContain('session:delete');
});

test('can’t be confirmed while nobody can say what it would stop', async () => {
  const page = await open('options-deletion-unknown');
  const dialog = await dialogOf(page);
  await dialog.getByRole('textbox').fill('ravi@acme.test');
  await expect(dialog.getByRole('alert')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Delete my data', exact: true })).toBeDisabled();
  expect(await violations(page, true)).toEqual([]);
});
