import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright/test';
import { chooseSender, openCandidate, pressSend, writeLetter } from '../demo/journey/compose.ts';
import { awaitMail, findMail } from '../demo/journey/mail.ts';
import { confirm } from '../demo/journey/permissions.ts';
import type { Person } from '../demo/journey/person.ts';
import { allow } from './support/allowed.ts';
import { injected } from './support/injected.ts';
import { expect, test } from './support/journey.ts';

const jonas = 'jonas@candidate.test';
const row = (page: Page, subject: string) => page.getByRole('row').filter({ hasText: subject });

async function sendAsMaya(ravi: Person, subject: string, when: 'now' | 'tomorrow'): Promise<void> {
  const page = await openCandidate(ravi);
  await writeLetter(page, { subject, text: 'Hi Jonas, do you have twenty minutes this week?' });
  await chooseSender(page, 'Maya');
  if (when === 'now') return pressSend(page, 'Maya');
  await injected(page).click({ role: 'button', name: 'Send later' });
  await injected(page).click({ role: 'button', name: /^Tomorrow/ });
  await page.locator('.hl-composer__send').click();
  await injected(page).waitForText('Scheduled as Maya');
}

/** The file a press on “Download as CSV” gives, as text. */
async function download(page: Page): Promise<{ name: string; text: string }> {
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download as CSV' }).click();
  const file = await started;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

test('what Ravi sends as Maya stands in her ledger and his activity without a reload, and her switch stops the rest', async ({
  services,
  ravi,
  maya,
  show,
}) => {
  await allow(ravi, maya);
  const ledger = await maya.openOwn('ledger');
  await ledger.getByText('Nobody sent anything as you in this time.').waitFor();
  const activity = await ravi.openOwn('activity');
  await activity.getByText('Nothing was sent in this time.').waitFor();

  await sendAsMaya(ravi, 'Seen by both', 'now');
  await awaitMail(services, { of: maya.email, folder: 'SENT', subject: 'Seen by both', from: maya.email });
  for (const [page, name] of [
    [ledger, 'Ravi Patel'],
    [activity, 'Maya Chen'],
  ] as const) {
    await page.bringToFront();
    await expect(row(page, 'Seen by both')).toContainText('Sent', { timeout: 20_000 });
    await expect(row(page, 'Seen by both')).toContainText(name);
    await expect(row(page, 'Seen by both')).toContainText(jonas);
  }
  await expect(activity.getByRole('img', { name: /^Sent, .*: 1 in all/ })).toBeVisible();
  await show(activity, 'activity');
  const link = row(ledger, 'Seen by both').getByRole('link', { name: 'Find in Sent: “Seen by both”' });
  await expect(link).toHaveAttribute(
    'href',
    /^https:\/\/mail\.google\.com\/mail\/u\/\?authuser=.*#search\/in%3Asent/,
  );

  // One that surely waits still when she looks.
  await sendAsMaya(ravi, 'Stopped from the ledger', 'tomorrow');
  await ledger.bringToFront();
  await row(ledger, 'Stopped from the ledger').waitFor();
  await ledger.getByRole('switch', { name: /Pause all sending by others/ }).click();
  await ledger.getByText('1 scheduled email will not go out.').waitFor();
  await show(ledger, 'question');
  await confirm(ledger, 'Pause');
  await ledger.getByText('1 email was stopped.').waitFor();
  await expect(row(ledger, 'Stopped from the ledger')).toContainText('Stopped');
  await show(ledger, 'ledger');
  await activity.bringToFront();
  await expect(row(activity, 'Stopped from the ledger')).toContainText('Stopped');

  const mine = await download(activity);
  expect(mine.name).toBe('behalf-activity.csv');
  expect(mine.text).toContain(`maya@`);
  expect(mine.text).toContain('Seen by both');
  await ledger.bringToFront();
  await ledger.getByRole('combobox', { name: 'What came of it' }).selectOption('Stopped');
  await expect(row(ledger, 'Seen by both')).toHaveCount(0);
  const theirs = await download(ledger);
  expect(theirs.name).toBe('behalf-sent-as-me.csv');
  expect(theirs.text).toContain('Stopped from the ledger');
  expect(theirs.text).not.toContain('Seen by both');

  // The popup has the same switch, and shows what became of each.
  const popup = await maya.openOwn('popup');
  await expect(popup.getByRole('switch', { name: /Pause all sending by others/ })).toBeChecked();
  await expect(popup.getByText('By Ravi, as you')).toHaveCount(2);
  await show(popup, 'popup');
  expect(
    await findMail(services, {
      of: jonas,
      folder: 'INBOX',
      subject: 'Stopped from the ledger',
      from: maya.email,
    }),
  ).toEqual([]);
});

test('what has yet to go stands on top, below it what went last, and one that moves is in its new place at once', async ({
  ravi,
  maya,
}) => {
  await allow(ravi, maya);
  const ledger = await maya.openOwn('ledger');
  await sendAsMaya(ravi, 'Planned first', 'tomorrow');
  await sendAsMaya(ravi, 'Planned after it', 'tomorrow');
  await sendAsMaya(ravi, 'Written last', 'now');
  const activity = await ravi.openOwn('activity');
  const bothShow = async (subjects: string[]) => {
    for (const page of [activity, ledger]) {
      await page.bringToFront();
      await expect(page.locator('table.sends .subject')).toHaveText(subjects, { timeout: 20_000 });
    }
  };
  await bothShow(['Planned after it', 'Planned first', 'Written last']);
  await expect(row(ledger, 'Written last')).toContainText('Sent', { timeout: 20_000 });

  const outbox = await ravi.openOwn('outbox');
  await outbox.getByRole('button', { name: 'Cancel “Planned after it”' }).click();
  await confirm(outbox, 'Cancel it');
  await bothShow(['Planned first', 'Planned after it', 'Written last']);
});
