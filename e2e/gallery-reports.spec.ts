import { expect } from 'playwright/test';
import type { SendsWanted } from '../shared/messages/report-messages.ts';
import { askedFor, violations, type Gallery } from './support/gallery.ts';
import { test } from './support/workers.ts';

// Activity and ledger: what is chosen, what is drawn, and how it is said.

let gallery: Gallery;
test.beforeEach(({ gallery: workers }) => {
  gallery = workers;
});

test('what is chosen is what is asked for, of figures and of emails', async () => {
  const page = await gallery.open('activity-full');
  await page.getByRole('combobox', { name: 'Period' }).selectOption('Last 7 days');
  await page.getByRole('combobox', { name: 'Sent as' }).selectOption('Tom Okafor');
  await page.getByRole('combobox', { name: 'What came of it' }).selectOption('Replied');
  await expect(page.getByRole('table', { name: 'By sender' }).getByRole('row')).toHaveCount(2);
  const lastAsked = async () => (await askedFor<SendsWanted>(page, 'sends:find')).at(-1)!;
  const wanted = { side: 'requestor', sender: 'id-tom@acme.test', outcome: 'replied', count: 50 };
  await expect.poll(lastAsked).toMatchObject(wanted);
  const figures = (await askedFor<{ from: string; to: string }>(page, 'stats:read')).at(-1)!;
  const days = (Date.parse(figures.to) - Date.parse(figures.from)) / 86_400_000 + 1;
  expect([days, figures.to]).toEqual([7, new Date().toISOString().slice(0, 10)]);
  // From the same day on, and whatever is planned for later.
  const last = await lastAsked();
  expect([last.from, 'to' in last]).toEqual([figures.from, false]);
  await page.getByRole('combobox', { name: 'What came of it' }).selectOption('Waiting for approval');
  await expect.poll(lastAsked).toMatchObject({ state: 'held' });
  expect((await lastAsked()).outcome).toBeUndefined();
});

test('each drawing has a name that says what it shows, and all of it stands in a table as well', async () => {
  const page = await gallery.open('activity-full');
  await expect(page.getByRole('img', { name: /^Opened by people, .*: \d+ in all, most on / })).toBeVisible();
  await page.getByText('The same as a table').click();
  const table = page.getByRole('table').filter({ hasText: 'Opens by machines' });
  expect(await table.getByRole('row').count()).toBeGreaterThan(15);
  expect(await violations(page, true)).toEqual([]);
  await expect(page.getByText('Machines, like link scanners, opened emails')).toBeVisible();
});

test('the file is what was asked for, and a refusal says so', async () => {
  const page = await gallery.open('ledger-full');
  await page.getByRole('button', { name: 'Download as CSV' }).click();
  await expect(page).toHaveTitle('behalf-sent-as-me.csv: to,subject');
  expect((await askedFor<SendsWanted>(page, 'sends:save'))[0]).toMatchObject({
    side: 'acceptor',
    others: true,
  });
  const refused = await gallery.open('activity-export-refused');
  await refused.getByRole('button', { name: 'Download as CSV' }).click();
  await expect(refused.getByRole('alert')).toBeVisible();
});

test('the ledger begins with what one person wrote where it is opened for that, and says so', async () => {
  const page = await gallery.open('ledger-by-tom');
  const by = page.getByRole('combobox', { name: 'Written by' });
  await expect(by.locator('option:checked')).toHaveText('Tom Okafor');
  await expect
    .poll(async () => (await askedFor<SendsWanted>(page, 'sends:find')).at(-1))
    .toMatchObject({ requestor: await by.inputValue() });
  const none = await gallery.open('ledger-by-nobody');
  await expect(none.getByRole('combobox', { name: 'Written by' }).locator('option:checked')).toHaveText(
    'Everybody',
  );
  for (const wanted of await askedFor<SendsWanted>(none, 'sends:find'))
    expect(wanted).not.toHaveProperty('requestor');
});

test('the ledger’s switch says what it will stop, and what it stopped', async () => {
  const page = await gallery.open('ledger-full');
  await page.getByRole('switch', { name: /Pause all sending by others/ }).click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('12 scheduled emails will not go out.');
  await expect(question).toContainText('What was stopped stays stopped then.');
  await expect(question.getByRole('button', { name: 'Keep as it is' })).toBeFocused();
  await question.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('12 emails were stopped.')).toBeVisible();
});

test('the switch asks about what waits at the click, and what failed before is not said of the next attempt', async () => {
  const page = await gallery.open('ledger-more-waiting');
  await expect(page.getByText('Nobody sent anything as you in this time.')).toBeVisible();
  const pause = page.getByRole('switch', { name: /Pause all sending by others/ });
  await pause.click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('2 scheduled emails will not go out.');
  expect(await askedFor(page, 'pause:set')).toEqual([]);
  await question.getByRole('button', { name: 'Pause' }).click();
  const stillOff = page.getByText('As long as this switch is off, others can still send as you.');
  await expect(question.getByRole('alert')).toBeVisible();
  await expect(stillOff).toBeVisible();
  await pause.click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(stillOff).toHaveCount(0);
  await question.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('2 emails were stopped.')).toBeVisible();
});

test('figures of one period never stand under the name of another', async () => {
  const page = await gallery.open('activity-gone-meanwhile');
  const drawing = page.getByRole('img', { name: /^Sent, / });
  await expect(drawing).toBeVisible();
  await page.getByRole('combobox', { name: 'Period' }).selectOption('Last 7 days');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(drawing).toHaveCount(0);
  await expect(page.getByRole('table', { name: 'By sender' })).toHaveCount(0);
});

test('where nothing was looked at no figure says that nobody opened, and shares are of what was looked at', async () => {
  const page = await gallery.open('activity-unseen');
  await expect(page.getByRole('img', { name: /^Opened by people, .*: not looked at\.$/ })).toBeVisible();
  const row = page.getByRole('table', { name: 'By sender' }).getByRole('row', { name: /Maya/ });
  await expect(row.getByText('not looked at')).toHaveCount(2);
  await page.getByText('The same as a table').click();
  await expect(page.getByRole('table').filter({ hasText: 'Opens by machines' })).toContainText(
    'not looked at',
  );
  expect(await violations(page, true)).toEqual([]);

  const some = await gallery.open('activity-full');
  const [first] = await some
    .getByRole('table', { name: 'By sender' })
    .getByRole('row')
    .all()
    .then((all) => all.slice(1));
  await expect(first!).toContainText('25 (52% of 48)');
  await expect(some.getByText(/of \d+ looked at/).first()).toBeVisible();
});

test('where nobody looks for answers no figure says that nobody replied or nothing came back, and why stands below', async () => {
  const page = await gallery.open('activity-unanswered');
  await expect(page.getByRole('img', { name: /^Replied, .*: not looked at\.$/ })).toBeVisible();
  await expect(page.getByText('Replies, and emails that come back, were not looked for')).toBeVisible();
  const row = page.getByRole('table', { name: 'By sender' }).getByRole('row', { name: /Maya/ });
  await expect(row.getByRole('cell').nth(3)).toHaveText('not looked at');
  await expect(row.getByRole('cell').nth(4)).toHaveText('not looked at');
  expect(await violations(page, true)).toEqual([]);

  const some = await gallery.open('activity-full');
  await expect(
    some.getByText(/were looked for of \d+ of \d+ emails only: that needs the mailbox owner/),
  ).toBeVisible();
});

test('who comes back to the page sees what nobody has told of', async () => {
  const page = await gallery.open('activity-full');
  await expect(page.getByRole('img', { name: /^Sent, / })).toBeVisible();
  const times = async (type: 'stats:read' | 'sends:find') => (await askedFor(page, type)).length;
  const before = [await times('stats:read'), await times('sends:find')];
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect
    .poll(async () => [await times('stats:read'), await times('sends:find')])
    .toEqual([before[0]! + 2, before[1]! + 1]);
});

test('more of a long list is shown on demand, and how far back was looked is said', async () => {
  const page = await gallery.open('activity-many');
  await page.getByRole('button', { name: 'Show more' }).click();
  expect((await askedFor<{ count: number }>(page, 'sends:find')).at(-1)!.count).toBe(150);
  const far = await gallery.open('activity-far-back');
  await expect(far.getByText('None among the newest emails.')).toBeVisible();
});

test('text of twice the size fits, in any scheme', async () => {
  for (const story of ['activity-full', 'ledger-full', 'popup-outcomes'])
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await gallery.open(story, { viewport: { width: 800, height: 900 }, colorScheme });
      await page.addStyleTag({ content: '.bh { --px: 2px !important }' });
      const reach = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(reach, story).toBeLessThanOrEqual(800);
      await page.close();
    }
});
