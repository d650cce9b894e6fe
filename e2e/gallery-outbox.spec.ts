import { expect, type Page } from 'playwright/test';
import type { EditSend } from '../shared/api/sends.ts';
import { askedFor, violations, type Gallery } from './support/gallery.ts';
import { test } from './support/workers.ts';

// What waits: why, and how to change it or take it back.

let gallery: Gallery;
test.beforeEach(({ gallery: workers }) => {
  gallery = workers;
});

type Edited = { id: string; edit: EditSend };
const row = (page: Page, subject: string) => page.getByRole('listitem').filter({ hasText: subject });
const edit = (page: Page, subject: string) => page.getByRole('button', { name: `Edit “${subject}”` }).click();
const field = (page: Page) => page.getByRole('textbox', { name: 'Text', exact: true });
const save = (page: Page) => page.getByRole('button', { name: 'Save' }).click();

test('each email says why it waits, and what I can’t change has no buttons', async () => {
  const page = await gallery.open('outbox-full', { timezoneId: 'Europe/Berlin' });
  await expect(row(page, 'About scheduled')).toContainText('Scheduled for Thu 27 Nov 09:00 (Berlin).');
  await expect(row(page, 'About approval')).toContainText('Waits for Maya to read and approve it.');
  await expect(row(page, 'About lookup')).toContainText('Behalf looks for it in the Sent folder.');
  await expect(row(page, 'About lookup').getByRole('button')).toHaveCount(0);
  await expect(page.getByText('Tom wants to send an email as you')).toBeVisible();
  await expect(page.getByText('As Maya: 94 of 214 sent')).toBeVisible();
});

test('an email is taken back after one more question, with the focus on the harmless button', async () => {
  const page = await gallery.open('outbox-full');
  await page.getByRole('button', { name: 'Cancel “About scheduled”' }).click();
  const question = page.getByRole('alertdialog', { name: 'Cancel this email?' });
  await expect(question.getByRole('button', { name: 'Keep as it is' })).toBeFocused();
  expect(await violations(page, true)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await page.getByRole('button', { name: 'Cancel “About scheduled”' }).click();
  await question.getByRole('button', { name: 'Cancel it' }).click();
  expect(await askedFor(page, 'sends:cancel')).toEqual([{ id: 'send-scheduled' }]);
});

test('an edit names the text it replaces, says who is asked again, and keeps what it did not touch', async () => {
  const page = await gallery.open('outbox-full', { timezoneId: 'Europe/Berlin' });
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await edit(page, 'About scheduled');
  await expect(page.getByRole('textbox', { name: 'To', exact: true })).toBeFocused();
  await expect(page.getByText('Maya will be asked again')).toBeVisible();
  await page.getByRole('textbox', { name: 'Subject' }).fill('A better subject');
  await field(page).getByText('Ravi').click();
  await page.keyboard.press('End');
  await page.keyboard.type(' Patel');
  await page.getByRole('button', { name: /^Tomorrow/ }).click();
  expect(await violations(page, true)).toEqual([]);
  await save(page);
  const [sent] = await askedFor<Edited>(page, 'sends:edit');
  expect(sent).toMatchObject({
    id: 'send-scheduled',
    edit: {
      contentHash: 'b'.repeat(64),
      subject: 'A better subject',
      sendAt: expect.stringMatching(/T0[78]:00/),
    },
  });
  expect(sent?.edit).not.toHaveProperty('to');
  expect(sent?.edit.html).toContain('Ravi Patel');
  expect(sent?.edit.html).toContain('style="font-weight:bold;color:#ffffff;font-size:1px"');
  expect(sent?.edit.html).toContain('<img alt="Our office" src="https://track.test/open.gif">');
  expect(requests.filter((url) => !url.startsWith(gallery.address))).toEqual([]);
});

test('formatting and links are made from the buttons, and what is pasted is cleaned', async () => {
  const page = await gallery.open('outbox-full');
  await edit(page, 'About scheduled');
  await field(page).getByText('Ravi').click();
  await page.keyboard.press('Home');
  for (const _letter of 'Ravi') await page.keyboard.press('Shift+ArrowRight');
  await page.getByRole('button', { name: 'Bold' }).click();
  await page.getByRole('button', { name: 'Link', exact: true }).click();
  await page.getByRole('textbox', { name: 'Where the link leads' }).fill('https://acme.test/ravi');
  await page.getByRole('button', { name: 'Set the link' }).click();
  await page.keyboard.press('End');
  await field(page).evaluate((element) => {
    const data = new DataTransfer();
    data.setData('text/html', '<p onclick="x()">Pasted <i>text</i><script>document.title="run"</script></p>');
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  });
  await save(page);
  const [sent] = await askedFor<Edited>(page, 'sends:edit');
  expect(sent?.edit.html).toMatch(
    /<b>\s*<a href="https:\/\/acme\.test\/ravi">|<a href="https:\/\/acme\.test\/ravi"><b>/,
  );
  expect(sent?.edit.html).toContain('<i>text</i>');
  expect(sent?.edit.html).not.toMatch(/onclick|script|run/);
});

test('changed in another window meanwhile: what was written stays, and saving again replaces the newer text', async () => {
  const page = await gallery.open('outbox-changed-meanwhile');
  await page.getByRole('button', { name: /^Edit/ }).click();
  await page.getByRole('textbox', { name: 'Subject' }).fill('Mine');
  await save(page);
  await expect(page.getByText('This email was changed in another window')).toBeVisible();
  await expect(page.getByRole('alert'), 'said once').toHaveCount(0);
  await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveValue('Mine');
  await save(page);
  await expect(page.getByRole('form')).toHaveCount(0);
  const hashes = (await askedFor<Edited>(page, 'sends:edit')).map(({ edit }) => edit.contentHash[0]);
  expect(hashes).toEqual(['b', 'e']);
});

test('gone out meanwhile: nothing can be saved any more, and what was written can be copied', async () => {
  const page = await gallery.open('outbox-gone-meanwhile');
  await page.getByRole('button', { name: /^Edit/ }).click();
  await page.getByRole('textbox', { name: 'Subject' }).fill('Mine');
  await save(page);
  await expect(page.getByText('This email does not wait any more (Sent).')).toBeVisible();
  await expect(page.getByRole('alert'), 'said once').toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveValue('Mine');
});

test('a long list shows its beginning and can be searched', async () => {
  const page = await gallery.open('outbox-many');
  await expect(page.getByRole('listitem')).toHaveCount(20);
  await page.getByRole('searchbox').fill('person 250');
  await expect(page.getByRole('listitem')).toHaveCount(1);
});
