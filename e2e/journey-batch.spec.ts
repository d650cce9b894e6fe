import type { Page } from 'playwright/test';
import { chooseSender, openCandidate, writeLetter } from '../demo/journey/compose.ts';
import { awaitNotification, clickNotification } from '../demo/journey/notifications.ts';
import type { Person } from '../demo/journey/person.ts';
import { until } from '../demo/journey/until.ts';
import type { Services } from '../demo/services.ts';
import { allow } from './support/allowed.ts';
import { sendStates, withDatabase } from './support/database.ts';
import { injected } from './support/injected.ts';
import { expect, test } from './support/journey.ts';
import { stopWorker } from './support/stop-worker.ts';

const people = ['Jonas', 'Aiko', 'José', 'Zoë', 'Tom'];
const addressOf = (name: string) =>
  `${name.normalize('NFD').replace(/\W/g, '').toLowerCase()}@candidate.test`;
const list = ['Email;First name', ...people.map((name) => `${addressOf(name)};${name}`)].join('\n');
const letter = (page: Page) => page.frameLocator('iframe[title="The email"]');
const field = (page: Page) => page.getByRole('textbox', { name: 'Text', exact: true });

async function paste(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: /^Paste a list/ }).fill(text);
  await page.getByRole('button', { name: 'Use this list' }).click();
}
/** Opens the page for many, chooses Maya and writes a text with a field in it. */
async function write(ravi: Person, subject: string): Promise<Page> {
  const page = await ravi.openOwn('batch');
  await page.getByRole('combobox', { name: 'From' }).click();
  await page.getByRole('option', { name: /Maya/ }).click();
  await paste(page, list);
  await page.getByRole('textbox', { name: 'Subject' }).fill(subject);
  await field(page).click();
  await page.keyboard.type('Hello ');
  await page.getByRole('button', { name: 'First name', exact: true }).click();
  await page.getByText('All 5 emails can go as they are.').waitFor();
  return page;
}
async function confirm(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Review…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Send 5 emails as Maya' }).click();
}
const howFar = (page: Page) => page.getByRole('progressbar', { name: 'How far it is' });
const batchesOf = (services: Services, requestor: string): number =>
  withDatabase(
    services,
    (database) =>
      database
        .prepare(
          'select count(*) from batches join members on members.id = batches.requestor_id where members.email = ?',
        )
        .pluck()
        .get(requestor) as number,
    { readonly: true },
  );
/** What lies in the Sent folder under subjects that begin like this, and how each begins. */
async function sent(services: Services, of: string, subject: string): Promise<string[]> {
  const all = await services.google.mailbox(of);
  return all
    .filter(({ labels, header }) => labels.includes('SENT') && header.subject?.startsWith(subject))
    .map(({ text }) => text?.trim() ?? '')
    .sort();
}

test('from a draft in the site to everybody: looked through, approved as one, gone out once to each', async ({
  services,
  ravi,
  maya,
  show,
}) => {
  test.setTimeout(180_000);
  await allow(ravi, maya, 'every');
  const candidate = await openCandidate(ravi);
  await writeLetter(candidate, { subject: 'For many', text: 'Hello ' });
  await chooseSender(candidate, 'Maya');
  const opened = ravi.context.waitForEvent('page');
  await injected(candidate).click({ role: 'button', name: 'Send this to many people…' });
  const page = await opened;
  await expect(page.getByRole('combobox', { name: 'From' })).toHaveValue('Maya Chen');
  await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveValue('For many');
  await paste(page, `${list}\nnobody;Nobody`);
  await field(page).click();
  await page.keyboard.press('End');
  await page.getByRole('button', { name: 'First name', exact: true }).click();
  await expect(page.getByText('5 of 6 can go')).toBeVisible();
  await show(page, 'looked-through');
  await page.getByRole('button', { name: 'Remove the one that can’t go' }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(letter(page).getByText('Hello Aiko')).toBeVisible();
  await page.getByRole('button', { name: 'Review…' }).click();
  await expect(page.getByRole('alertdialog')).toContainText('Maya is asked to approve them first.');
  await show(page, 'confirm');
  await page.getByRole('button', { name: 'Send 5 emails as Maya' }).click();
  await expect(page.getByText('Nothing goes out before it is approved.')).toBeVisible();
  await expect(page).toHaveURL(/#batch=[0-9a-f-]{36}$/);

  const notification = await awaitNotification(maya, 'batch-approval');
  const asked = maya.context.waitForEvent('page');
  await clickNotification(maya, notification, 0);
  const approve = await asked;
  await approve.getByRole('heading', { name: 'Ravi wants to send these 5 emails as you' }).waitFor();
  await expect(letter(approve)).toBeDefined();
  for (let n = 1; n < 5; n += 1) {
    await expect(approve.getByText(`${n} of 5`, { exact: true })).toBeVisible();
    await approve.getByRole('button', { name: 'Next' }).click();
  }
  await expect(approve.getByText('You have looked at 5 of 5.')).toBeVisible();
  await show(approve, 'approve');
  expect(new Set(sendStates(services, maya.email))).toEqual(new Set(['held']));
  await approve.getByRole('button', { name: 'Approve all 5' }).click();
  await approve.getByRole('heading', { name: 'Approved: they go out' }).waitFor();

  await expect(howFar(page)).toHaveAttribute('aria-valuetext', '5 of 5 sent', { timeout: 60_000 });
  await expect(page.getByText('Each of them has come to its end.')).toBeVisible();
  await show(page, 'done');
  expect(await sent(services, maya.email, 'For many')).toEqual(people.map((name) => `Hello ${name}`).sort());
  await awaitNotification(ravi, 'batch');
});

test('held and gone on with; the page can be left meanwhile and found again', async ({
  services,
  ravi,
  maya,
  show,
}) => {
  test.setTimeout(120_000);
  await allow(ravi, maya);
  const page = await write(ravi, 'Held for a while');
  await confirm(page);
  await howFar(page).waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Nothing goes out until you go on.')).toBeVisible();
  await page.close();

  const popup = await ravi.openOwn('popup');
  await expect(popup.getByText('Paused')).toBeVisible();
  await show(popup, 'popup');
  const opened = ravi.context.waitForEvent('page');
  await popup.getByRole('button', { name: 'Held for a while' }).click();
  const again = await opened;
  await again.getByText('What became of each').click();
  await expect(again.getByText('Its batch is paused.')).toHaveCount(5);
  expect(await sent(services, maya.email, 'Held for a while')).toEqual([]);
  await again.getByRole('button', { name: 'Go on' }).click();
  await expect(howFar(again)).toHaveAttribute('aria-valuetext', '5 of 5 sent', { timeout: 60_000 });
  expect(await sent(services, maya.email, 'Held for a while')).toHaveLength(5);
});

test('ended before it went out: nothing does', async ({ services, ravi, maya }) => {
  test.setTimeout(120_000);
  await allow(ravi, maya);
  const page = await write(ravi, 'Better not');
  await confirm(page);
  await page.getByRole('button', { name: 'Cancel the rest' }).click();
  const question = page.getByRole('alertdialog', { name: 'Cancel the 5 emails that have not gone out?' });
  await question.getByRole('button', { name: 'Cancel the rest' }).click();
  await expect(page.getByText('Those that had not gone out don’t go out any more.')).toBeVisible();
  expect(new Set(sendStates(services, maya.email))).toEqual(new Set(['cancelled']));
  expect(await sent(services, maya.email, 'Better not')).toEqual([]);
});

test('a reload and a worker that stops in the middle of sending make no second batch, and lose no text', async ({
  services,
  ravi,
  maya,
}) => {
  test.setTimeout(120_000);
  await allow(ravi, maya);
  const page = await write(ravi, 'Only once');
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveValue('Only once');
  await expect(field(page)).toHaveText('Hello {{First name}}');
  await page.getByText('All 5 emails can go as they are.').waitFor();
  await stopWorker(ravi);
  await confirm(page);
  await page.reload();
  // Whether the answer was there before the reload or not: the same dialogue, and so the same key.
  await until(
    'the batch or its dialogue',
    async () =>
      (await howFar(page).count()) > 0 || (await page.getByRole('button', { name: 'Review…' }).isEnabled()),
  );
  if ((await howFar(page).count()) === 0) await confirm(page);
  await expect(howFar(page)).toHaveAttribute('aria-valuetext', '5 of 5 sent', { timeout: 60_000 });
  expect(batchesOf(services, ravi.email)).toBe(1);
  expect(await sent(services, maya.email, 'Only once')).toHaveLength(5);
});
