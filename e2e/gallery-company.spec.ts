import { readFile } from 'node:fs/promises';
import { expect, type Page } from 'playwright/test';
import { asked, askedFor, violations, type Gallery } from './support/gallery.ts';
import { test } from './support/workers.ts';

// What holds for the whole company: what may be seen of emails, and who is not to be written to.

let gallery: Gallery;
test.beforeEach(({ gallery: workers }) => {
  gallery = workers;
});
const open: Gallery['open'] = (...story) => gallery.open(...story);
const file = (text: string) => ({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
const rowOf = (page: Page, email: string) => page.getByRole('listitem').filter({ hasText: email });

test('an admin is told what removing means before it is done, by whose wish it was', async () => {
  const page = await open('company-admin');
  const remove = page.getByRole('button', { name: 'Remove jonas.weber@candidate.test…' });
  await remove.click();
  const dialog = page.getByRole('alertdialog', {
    name: 'Let jonas.weber@candidate.test be written to again?',
  });
  await expect(dialog).toContainText('They asked for this themselves');
  await expect(dialog).toContainText('The audit log says that you did it');
  await expect(dialog.getByRole('button', { name: 'Keep as it is' })).toBeFocused();
  expect(await violations(page, true)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(remove).toBeFocused();
  expect(await askedFor(page, 'suppressions:remove')).toEqual([]);

  await remove.click();
  await dialog.getByRole('button', { name: 'Let them be written to' }).click();
  await expect(page.getByText('jonas.weber@candidate.test can be written to again.')).toBeVisible();
  await expect(rowOf(page, 'jonas.weber')).toHaveCount(0);
  expect(await askedFor(page, 'suppressions:remove')).toEqual([{ id: 'jonas.weber@candidate.test' }]);
});

test('who is no admin can remove what they put down themselves, and nothing else', async () => {
  const page = await open('company-member');
  await expect(page.getByRole('button', { name: /^Remove/ })).toHaveCount(1);
  await page.getByRole('button', { name: 'Remove lucia@candidate.test…' }).click();
  await expect(page.getByRole('alertdialog')).not.toContainText('themselves');
});

test('an address is put down by keyboard, and the page says what that means, also the second time', async () => {
  const page = await open('company-admin');
  const field = page.getByLabel('Email address');
  for (const sentence of ['new@candidate.test was added.', 'new@candidate.test stands here already.']) {
    await field.fill('new@candidate.test');
    await page.keyboard.press('Enter');
    await expect(page.getByText(sentence)).toBeVisible();
    await expect(field).toHaveValue('');
  }
  await expect(rowOf(page, 'new@candidate.test')).toHaveCount(1);
});

test('what was typed stays when it could not be put down, and so does the list', async () => {
  const page = await open('company-refused');
  await page.getByLabel('Email address').fill('new@candidate.test');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Nothing was changed');
  await expect(page.getByLabel('Email address')).toHaveValue('new@candidate.test');
  await page.getByText('Add a list…').click();
  await page.getByLabel('Addresses', { exact: true }).fill('ada@x.test, bob@x.test');
  await page.getByRole('button', { name: 'Use this list' }).click();
  await page.getByRole('button', { name: 'Add them' }).click();
  await expect(page.getByText('2 lines were read.')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(2);
});

test('a list that is pasted is read first, put down with a click, and what came of it is said line by line', async () => {
  const page = await open('company-report');
  await page.getByText('Add a list…').click();
  await page.getByLabel('Addresses', { exact: true }).fill('Name,Email\nAda,ada@x.test\nBob,bob@x.test');
  await page.getByRole('button', { name: 'Use this list' }).click();
  await expect(page.getByText('2 lines were read.')).toContainText('emails that wait for these addresses');
  expect(await askedFor(page, 'suppressions:addAll')).toEqual([]);
  await page.getByRole('button', { name: 'Add them' }).click();
  await expect(page.getByText('214 addresses were added.')).toBeVisible();
  await expect(page.getByText('3 stood here already.')).toBeVisible();
  await expect(page.getByText('2 lines repeat addresses of others.')).toBeVisible();
  const invalid = page.getByRole('listitem').filter({ hasText: '43 lines are no email addresses' });
  await expect(invalid).toContainText('nobody(an empty line)<img src=x');
  await expect(invalid).toContainText('and 23 more');
  expect(await askedFor(page, 'suppressions:addAll')).toEqual([{ cells: ['ada@x.test', 'bob@x.test'] }]);
  expect(await violations(page, true)).toEqual([]);
});

test('a file of a spreadsheet is taken as well, and one without addresses is refused in words', async () => {
  const page = await open('company-admin');
  await page.getByText('Add a list…').click();
  await page.locator('input[type=file]').setInputFiles(file('Name,Town\nAda,London'));
  await expect(page.getByRole('alert')).toContainText('There is no column with addresses');
  await page.locator('input[type=file]').setInputFiles(file('\ufeffEmail\nada@x.test'));
  await expect(page.getByText('1 line was read.')).toBeVisible();
  await expect(page.getByText('left out')).toHaveCount(0);
  await page.getByRole('button', { name: 'Cancel' }).click();
  const mixed = '\ufeffName;"E-Mail"\r\n"Weber; Jonas";JONAS@x.test\r\nnobody;two@@x.test\r\nempty;\r\n';
  await page.locator('input[type=file]').setInputFiles(file(mixed));
  await expect(page.getByText('3 lines were read.')).toContainText('2 of them are no email addresses');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(await askedFor(page, 'suppressions:addAll')).toEqual([]);
});

test('more lines than one act may bring in are not sent at all', async () => {
  const page = await open('company-admin');
  await page.getByText('Add a list…').click();
  const lines = Array.from({ length: 10_001 }, (_, n) => `person${n}@x.test`).join('\n');
  await page.locator('input[type=file]').setInputFiles(file(lines));
  await expect(page.getByRole('alert')).toContainText('At most 10000 lines');
  await expect(page.getByRole('button', { name: 'Add them' })).toBeDisabled();
});

test('among many the others are a click away, and a search asks the server once the typing rests', async () => {
  const page = await open('company-many');
  const rows = page.getByRole('listitem');
  await expect(rows).toHaveCount(50);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(rows).toHaveCount(250);
  await page.getByRole('searchbox').pressSequentially('person1199');
  await expect(rows).toHaveCount(1);
  const searches = (await askedFor<{ search: string }>(page, 'suppressions:list')).map(
    ({ search }) => search,
  );
  expect(searches.filter(Boolean).length).toBeLessThan(10);
  await page.getByRole('searchbox').fill('zoe');
  await expect(page.getByText('No address with “zoe” in it stands here')).toBeVisible();
});

test('at the most that a page shows, it says how to find the rest', async () => {
  const page = await open('company-many');
  const more = page.getByRole('button', { name: 'Show more' });
  while (await more.count()) await more.click();
  await expect(page.getByRole('listitem')).toHaveCount(1000);
  await expect(page.getByText('These are the newest 1000.')).toBeVisible();
});

test('the export is a file with the server’s own words in it', async () => {
  const page = await open('company-admin');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('not-to-be-written-to.csv');
  expect(await readFile(await file.path(), 'utf8')).toBe('\ufeffemail,source,by,createdAt\r\n');
});

test('nothing is asked of the server before somebody is signed in', async () => {
  const page = await open('company-signed-out');
  await page.getByRole('heading', { name: 'Sign in to Behalf' }).waitFor();
  expect((await asked(page)).map(({ type }) => type)).toEqual(['session:read']);
});

const region = (page: Page, name: string) => page.getByRole('group', { name });

test('an admin reads what a choice means for recipients before it holds, and can leave all as it was', async () => {
  const page = await open('company-admin');
  const consent = region(page, 'Where the law asks for consent');
  await expect(consent.getByRole('radio', { name: 'Off' })).toBeChecked();
  await expect(consent).toContainText('nothing is seen');
  await expect(page.getByRole('button', { name: 'Save these rules' })).toBeDisabled();
  await consent.getByRole('radio', { name: 'Only sums' }).check();
  await expect(consent).toContainText('Nobody sees what one person did');
  await expect(consent).toContainText('These people have to have agreed before');
  expect(await askedFor(page, 'policy:change')).toEqual([]);
  expect(await violations(page, true)).toEqual([]);
  await page.getByRole('button', { name: 'Keep as it is' }).click();
  await expect(consent.getByRole('radio', { name: 'Off' })).toBeChecked();

  await region(page, 'Where an address doesn’t tell').getByRole('radio', { name: 'Each email' }).check();
  await page.getByRole('switch', { name: 'A last line' }).click();
  await page.getByRole('button', { name: 'Save these rules' }).click();
  await expect(page.getByRole('button', { name: 'Save these rules' })).toBeDisabled();
  const saved = page.getByText('Saved: these rules hold for emails written from now on.');
  await expect(saved).toBeVisible();
  expect(await askedFor(page, 'policy:change')).toEqual([
    {
      tracking: { consent: 'off', unknown: 'individual', elsewhere: 'individual' },
      unsubscribeLine: true,
      from: {
        tracking: { consent: 'off', unknown: 'aggregate', elsewhere: 'individual' },
        unsubscribeLine: false,
      },
    },
  ]);
  await page.getByRole('switch', { name: 'A last line' }).click();
  await expect(saved).toHaveCount(0);
});

test('a save that another admin was ahead of is refused, keeps what was chosen, and shows whose rules it would replace', async () => {
  const page = await open('company-overtaken');
  const off = region(page, 'Elsewhere').getByRole('radio', { name: 'Off' });
  await off.check();
  await page.getByRole('button', { name: 'Save these rules' }).click();
  await expect(page.getByRole('alert')).toContainText(
    'Maya Chen changed these rules meanwhile. Nothing was saved',
  );
  const notice = page.getByRole('status').filter({ hasText: 'These rules were changed since you began' });
  await expect(notice.getByRole('listitem')).toHaveText([
    'Where an address doesn’t tell: Off',
    'Elsewhere: Each email',
    'A last line to say no, in every email: On',
  ]);
  await expect(off).toBeChecked();
  expect(await violations(page, true)).toEqual([]);
  await page.getByRole('button', { name: 'Replace it with my choices' }).click();
  await expect(page.getByText('Saved: these rules hold')).toBeVisible();
  await expect(notice).toHaveCount(0);
  await expect(page.getByRole('alert')).toHaveCount(0);
  const mine = {
    tracking: { consent: 'off', unknown: 'aggregate', elsewhere: 'off' },
    unsubscribeLine: false,
  };
  const theirs = {
    tracking: { consent: 'off', unknown: 'off', elsewhere: 'individual' },
    unsubscribeLine: true,
  };
  expect((await askedFor(page, 'policy:change')).at(-1)).toEqual({ ...mine, from: theirs });
});

test('rules that are changed elsewhere come into a form without choices, and take none away from one that has some', async () => {
  const page = await open('company-overtaken');
  const decideElsewhere = async (on: Page) => {
    await on.getByLabel('Email address').fill('new@candidate.test');
    await on.keyboard.press('Enter');
  };
  const line = page.getByRole('switch', { name: 'A last line' });
  await region(page, 'Where the law asks for consent').getByRole('radio', { name: 'Only sums' }).check();
  await decideElsewhere(page);
  const notice = page.getByText('These rules were changed since you began');
  await expect(notice).toBeVisible();
  await expect(line).not.toBeChecked();
  await page.getByRole('button', { name: 'Take what holds now' }).click();
  await expect(notice).toHaveCount(0);
  await expect(line).toBeChecked();
  await expect(
    region(page, 'Where the law asks for consent').getByRole('radio', { name: 'Off' }),
  ).toBeChecked();
  await expect(page.getByRole('button', { name: 'Save these rules' })).toBeDisabled();

  const another = await open('company-overtaken');
  await expect(another.getByRole('switch', { name: 'A last line' })).not.toBeChecked();
  await decideElsewhere(another);
  await expect(another.getByRole('switch', { name: 'A last line' })).toBeChecked();
  await expect(another.getByText('These rules were changed since you began')).toHaveCount(0);
});

test('everybody else reads the same rules in words, and can change nothing', async () => {
  const page = await open('company-member');
  await expect(page.getByText('They count in sums over many emails.')).toBeVisible();
  await expect(page.getByText('Admins decide this.')).toBeVisible();
  await expect(page.getByRole('radio')).toHaveCount(0);
  await expect(page.getByRole('switch')).toHaveCount(0);
});

test('rules that could not be saved stay as they were chosen, with what went wrong', async () => {
  const page = await open('company-refused');
  await region(page, 'Elsewhere').getByRole('radio', { name: 'Off' }).check();
  await page.getByRole('button', { name: 'Save these rules' }).click();
  await expect(page.getByRole('alert')).toContainText('Nothing was changed');
  await expect(region(page, 'Elsewhere').getByRole('radio', { name: 'Off' })).toBeChecked();
});

test('before a recipient is deleted an admin is told what goes, what stays and what can’t be reached', async () => {
  const page = await open('company-erasures');
  const wishes = page.locator('section').filter({ hasText: 'Asked to be deleted' });
  await expect(wishes.getByRole('listitem')).toHaveCount(2);
  await expect(wishes.getByRole('button', { name: /^Remove/ })).toHaveCount(0);
  const erase = wishes.getByRole('button', {
    name: 'Delete what is stored about cara.vogel@candidate.test…',
  });
  await erase.click();
  const dialog = page.getByRole('alertdialog', {
    name: 'Delete what is stored about cara.vogel@candidate.test?',
  });
  for (const sentence of ['12 emails to them lose', '1 email is left out', 'stays on the list', 'be undone'])
    await expect(dialog).toContainText(sentence);
  await expect(dialog.getByRole('button', { name: 'Keep as it is' })).toBeFocused();
  expect(await violations(page, true)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(erase).toBeFocused();
  expect(await askedFor(page, 'erasure:do')).toEqual([]);

  await erase.click();
  await dialog.getByRole('button', { name: 'Delete it' }).click();
  await expect(wishes).toContainText('Deleted: 12 emails to cara.vogel@candidate.test.');
  await expect(wishes).toContainText('1 email is left until it is known whether it went.');
  // It is not done yet, and still asked for.
  await expect(erase).toBeVisible();
  const other = wishes.getByRole('button', { name: 'Delete what is stored about jonas@candidate.test…' });
  await other.click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(other).toHaveCount(0);
  expect(await askedFor(page, 'erasure:do')).toEqual([
    { id: 'cara.vogel@candidate.test' },
    { id: 'jonas@candidate.test' },
  ]);
});

test('who is no admin is not offered to delete anybody', async () => {
  const page = await open('company-member');
  await expect(page.getByRole('button', { name: /^Delete/ })).toHaveCount(0);
  expect(await askedFor(page, 'erasure:asked')).toEqual([]);
});

test('a deletion that was refused says so, and the question stays', async () => {
  const page = await open('company-refused');
  await page.getByRole('button', { name: 'Delete what is stored about jonas.weber@candidate.test…' }).click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(page.getByRole('alertdialog')).toContainText('Nothing was changed.');
});
