import { expect, type Page } from 'playwright/test';
import type { PreviewBatch, SubmitBatch } from '../shared/api/batches.ts';
import { askedFor, violations, type Gallery } from './support/gallery.ts';
import { test } from './support/workers.ts';

// One text to many people: written, looked through, confirmed, followed.

let gallery: Gallery;
test.beforeEach(({ gallery: workers }) => {
  gallery = workers;
});

type Submitted = { key: string; batch: SubmitBatch };
const list =
  'Email\tFirst name\tCompany\tSalary\njane@x.test\tJane\tExample Ltd\t90000\ntom@x.test\tTom\tSample Inc\t80000';
const goOn = (page: Page) => page.getByRole('button', { name: 'Review…' });
const submitted = (page: Page) => askedFor<Submitted>(page, 'batches:submit');
const paste = (page: Page, text: string) =>
  page.getByRole('textbox', { name: /^Paste a list/ }).evaluate((field, words) => {
    const data = new DataTransfer();
    data.setData('text/plain', words);
    field.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, text);
const confirm = async (page: Page) => {
  await goOn(page).click();
  await page.getByRole('alertdialog').getByRole('button', { name: /^Send/ }).click();
};

test('of how many of them opens and clicks will be seen stands beside the switch and in the question', async () => {
  const page = await gallery.open('batch-empty');
  await page.getByRole('combobox', { name: 'From' }).click();
  await page.getByRole('option', { name: /Maya/ }).click();
  await paste(page, 'Email\na@x.test\nb@x.de\nc@x.us\nd@x.com');
  await page.getByRole('textbox', { name: 'Subject' }).fill('For all');
  await page.getByRole('textbox', { name: 'Text', exact: true }).click();
  await page.keyboard.type('Hello');
  const seen = page.getByText('seen of 1 email by itself, of 2 only in sums over many, of 1 not at all.');
  await expect(page.getByText('As far as the rules of your company allow it')).toBeVisible();
  await page.getByRole('switch', { name: /See opens and clicks/ }).check();
  await expect(seen).toHaveCount(1);
  await goOn(page).click();
  await expect(page.getByRole('alertdialog')).toContainText('By your company’s rules opens and clicks are');
  await expect(seen).toHaveCount(2);
  expect(await violations(page, true)).toEqual([]);
});

test('from nothing to a batch, by hand', async () => {
  const page = await gallery.open('batch-empty');
  await expect(page.getByText('Choose who it goes out as.')).toBeVisible();
  await page.getByRole('combobox', { name: 'From' }).click();
  await page.getByRole('option', { name: /Maya/ }).click();
  await expect(page.getByText('Add the recipients.')).toBeVisible();
  await paste(page, list);
  await expect(page.getByText('2 lines')).toBeVisible();
  await expect(page.getByLabel('Column with their addresses')).toHaveValue('0');
  await page.getByRole('textbox', { name: 'Subject' }).fill('For ');
  await page.getByRole('button', { name: 'Company', exact: true }).click();
  await page.getByRole('textbox', { name: 'Text', exact: true }).click();
  await page.keyboard.type('Hi ');
  await page.getByRole('button', { name: 'First name', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveValue('For {{Company}}');
  await expect(page.getByRole('textbox', { name: 'Text', exact: true })).toHaveText('Hi {{First name}}');
  await expect(page.getByText('All 2 emails can go as they are.')).toBeVisible();
  await expect(page.frameLocator('iframe').getByText('Hi Jane')).toBeVisible();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.frameLocator('iframe').getByText('Hi Tom')).toBeVisible();
  await expect(page.getByText('For Sample Inc')).toBeVisible();

  await goOn(page).click();
  const dialog = page.getByRole('alertdialog', { name: 'Sends 2 emails as Maya.' });
  await expect(dialog.getByRole('button', { name: 'Not yet' })).toBeFocused();
  expect(await violations(page, true)).toEqual([]);
  expect(await submitted(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Send 2 emails as Maya' }).click();
  await expect(page).toHaveTitle('started batch-new');
  const [one, ...more] = await submitted(page);
  expect(more).toEqual([]);
  expect(one?.key).toBe('key-1');
  expect(one?.batch).toEqual({
    from: { grantId: 'grant-id-maya@acme.test' },
    subject: 'For {{Company}}',
    html: expect.stringContaining('Hi {{First name}}'),
    rows: [
      { email: 'jane@x.test', name: 'Jane', fields: { 'First name': 'Jane', Company: 'Example Ltd' } },
      { email: 'tom@x.test', name: 'Tom', fields: { 'First name': 'Tom', Company: 'Sample Inc' } },
    ],
  });
  expect(JSON.stringify(await askedFor(page, 'batches:preview'))).not.toContain('90000');
});

test('a file of a spreadsheet is read as it was saved', async () => {
  const page = await gallery.open('batch-empty');
  const saved = Buffer.from('E-Mail;Vorname\r\njose@x.test;José\r\nzoe@x.test;Zoë\r\n', 'latin1');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: saved });
  await expect(page.getByText('2 lines')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Vorname' })).toBeVisible();
});

test('a list that is none says why, and takes nothing', async () => {
  const page = await gallery.open('batch-empty');
  await page.getByRole('textbox', { name: /^Paste a list/ }).fill('Email,Name\njane@x.test,"Jane');
  await page.getByRole('button', { name: 'Use this list' }).click();
  await expect(page.getByRole('alert')).toContainText('opens in line 2 is never closed');
  await expect(page.getByRole('textbox', { name: /^Paste a list/ })).toHaveValue(/Jane/);
});

test('what can’t go keeps all from going, until it is taken out', async () => {
  const page = await gallery.open('batch-problems');
  await expect(page.getByText('9 of 13 can go')).toBeVisible();
  await expect(page.getByText('Tom as Maya wrote to this address 3 days ago.')).toBeVisible();
  await expect(page.getByText('There is nothing for “First name”.')).toBeVisible();
  await expect(goOn(page)).toBeDisabled();
  await page.getByRole('button', { name: 'Remove person3@example.test, line 11' }).click();
  await expect(page.getByText('9 of 12 can go')).toBeVisible();
  await expect(page.getByText('The same address as in line')).toHaveCount(0);
  await page.getByRole('button', { name: 'Remove the 3 that can’t go' }).click();
  await expect(page.getByText('9 of 9 can go')).toBeVisible();
  await expect(goOn(page)).toBeEnabled();
});

test('any line can be looked at as it would go out, also one the preview did not bring along', async () => {
  const page = await gallery.open('batch-written');
  await page.getByRole('spinbutton', { name: 'Number' }).fill('57');
  await expect(page.frameLocator('iframe').getByText('Hello Person 57,')).toBeVisible();
  const asked = (await askedFor<PreviewBatch>(page, 'batches:preview')).at(-1);
  expect(asked?.rows.map(({ email }) => email)).toEqual(['person57@example.test']);
});

test('what will happen is said in full before it does', async () => {
  const page = await gallery.open('batch-written');
  await page.getByRole('button', { name: /^Tomorrow/ }).click();
  await goOn(page).click();
  const dialog = page.getByRole('alertdialog', { name: 'Sends 214 emails as Maya.' });
  await expect(dialog).toContainText('Maya is asked to approve them first.');
  await expect(dialog).toContainText(
    '37 of them go on a later day, because of the daily limit of 50 for Maya.',
  );
  await expect(dialog).toContainText(/It begins \w+ 09:00 \(Berlin\)\./);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('a change after the question takes the question back', async () => {
  const page = await gallery.open('batch-written');
  await goOn(page).click();
  await page.getByRole('textbox', { name: 'Subject' }).fill('Another one');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
});

test('without an answer everything stays, and trying again is the same batch', async () => {
  const page = await gallery.open('batch-refused');
  await confirm(page);
  await expect(page.getByText('Your text and your list are still here.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveValue('A role for you, {{First name}}');
  await page.getByRole('alertdialog').getByRole('button', { name: /^Send/ }).click();
  await expect.poll(async () => (await submitted(page)).length).toBe(2);
  const [first, second] = await submitted(page);
  expect(second).toEqual(first);
});

test('after a refusal the next try is another request, so that it is judged anew', async () => {
  const page = await gallery.open('batch-cap-reached');
  await confirm(page);
  await expect(page.getByText('The day is full.')).toBeVisible();
  await page.getByRole('alertdialog').getByRole('button', { name: /^Send/ }).click();
  await expect.poll(async () => (await submitted(page)).length).toBe(2);
  const [first, second] = (await submitted(page)) as { key: string; batch: unknown }[];
  expect(second!.key).not.toBe(first!.key);
  expect(second!.batch).toEqual(first!.batch);
});

test('an answer that got lost is told from a refusal', async () => {
  const page = await gallery.open('batch-taken-before');
  await confirm(page);
  await expect(page.getByText('An earlier try did reach Behalf')).toBeVisible();
  await expect(page.getByRole('button', { name: 'An earlier one' })).toBeVisible();
});

test('too many recipients are too many, and the first thousand can be kept', async () => {
  const page = await gallery.open('batch-too-many');
  await expect(page.getByText('1,240 lines')).toBeVisible();
  await page.getByRole('button', { name: 'Keep the first 1000' }).click();
  await expect(page.getByText('1,000 lines')).toBeVisible();
});

test('a draft from a site is the template, and one that got lost is said to be', async () => {
  const page = await gallery.open('batch-from-site');
  await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveValue('From the site');
  await expect(page.getByRole('combobox', { name: 'From' })).toHaveValue('Maya Chen');
  await expect(page.getByRole('textbox', { name: 'Text', exact: true })).toHaveText('Hi you');
  const gone = await gallery.open('batch-template-gone');
  await expect(gone.getByText('The text from the other page is not here any more.')).toBeVisible();
});

test.describe('while it runs', () => {
  test('how far it is changes by itself, and is said in numbers and words', async () => {
    const page = await gallery.open('batch-running');
    const bar = page.getByRole('progressbar', { name: 'How far it is' });
    await expect(bar).toHaveAttribute('aria-valuetext', '94 of 214 sent');
    await page.evaluate(() => (globalThis as unknown as { sendOneMore(): void }).sendOneMore());
    await expect(bar).toHaveAttribute('aria-valuetext', '95 of 214 sent');
    await expect(bar).toHaveAttribute('aria-valuenow', '98');
  });

  test('it can be held, go on, and be ended, which says what it stops', async () => {
    const page = await gallery.open('batch-running');
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect(page.getByText('Nothing goes out until you go on.')).toBeVisible();
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect(page.getByText('They go out one after the other.')).toBeVisible();
    await page.getByRole('button', { name: 'Cancel the rest' }).click();
    const question = page.getByRole('alertdialog', { name: 'Cancel the 117 emails that have not gone out?' });
    await expect(question).toContainText('94 have gone out and stay sent.');
    await expect(question.getByRole('button', { name: 'Keep as it is' })).toBeFocused();
    expect(await violations(page, true)).toEqual([]);
    await question.getByRole('button', { name: 'Cancel the rest' }).click();
    await expect(page.getByText('Those that had not gone out don’t go out any more.')).toBeVisible();
    await expect(page.getByRole('button', { name: /Pause|Cancel/ })).toHaveCount(0);
  });

  test('what became of each is read only when somebody wants to know, the trouble first', async () => {
    const page = await gallery.open('batch-running');
    expect(await askedFor(page, 'batches:sends')).toEqual([]);
    await page.getByText('What became of each').click();
    await expect(page.getByRole('listitem').first()).toContainText('Wrong One');
    await expect(page.getByRole('listitem').first()).toContainText('Gmail does not accept this recipient.');
    await expect(page.getByText('Today’s limit is used up. It goes on')).toBeVisible();
    expect(await violations(page, true)).toEqual([]);
  });
});
