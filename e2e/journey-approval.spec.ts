import type { Page } from 'playwright/test';
import { chooseSender, openCandidate, pressSend, writeLetter } from '../demo/journey/compose.ts';
import { awaitMail, findMail } from '../demo/journey/mail.ts';
import {
  awaitNotification,
  clickNotification,
  listNotifications,
  lookForNews,
  readBadge,
} from '../demo/journey/notifications.ts';
import { give } from '../demo/journey/permissions.ts';
import type { Person } from '../demo/journey/person.ts';
import { until } from '../demo/journey/until.ts';
import { allow } from './support/allowed.ts';
import { sendStates } from './support/database.ts';
import { injected } from './support/injected.ts';
import { expect, test } from './support/journey.ts';
import { beConnected, beSignedIn } from './support/signed-in.ts';

const jonas = 'jonas@candidate.test';
const text = 'Hi Jonas, do you have twenty minutes this week?';

/** Writes as Maya and presses Send; the page stays open, with the toast that follows the email. */
async function ask(ravi: Person, subject: string, { isSeen = false } = {}): Promise<Page> {
  const page = await openCandidate(ravi);
  await writeLetter(page, { subject, text });
  await chooseSender(page, 'Maya');
  if (isSeen) {
    await injected(page).click({ role: 'switch', name: 'See opens and clicks' });
    await injected(page).waitForText('For this address only in sums over many emails.');
  }
  await page.locator('.hl-composer__send').click();
  await injected(page).waitForText('Waiting for Maya’s approval');
  return page;
}
/** Maya lets Ravi send on her own page of permissions, and chooses there what waits for her approval. */
async function giveByHand(ravi: Person, maya: Person, waiting: Parameters<typeof give>[2]): Promise<void> {
  await beSignedIn(ravi);
  await beConnected(maya, await beSignedIn(maya));
  const page = await maya.openOwn('delegation');
  await give(page, ravi.firstName, waiting);
  await page.close();
}
const letter = (page: Page) => page.frameLocator('iframe[title="The email"]');

/** What our own policy refused while a page was open, in the browser's words. */
function watchComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    // It is the test itself that tries to run a script in the email's document, in vain, to look into it.
    const isOurs = message.text().startsWith("Blocked script execution in 'about:srcdoc'");
    if (message.type() === 'error' && !isOurs) complaints.push(message.text());
  });
  return complaints;
}

test('every email waits until it was read: approved from the notification’s page it goes out, once', async ({
  services,
  ravi,
  maya,
  show,
}) => {
  await giveByHand(ravi, maya, 'Every email');
  const page = await openCandidate(ravi);
  await writeLetter(page, { subject: 'Please read', text });
  await chooseSender(page, 'Maya');
  await injected(page).waitForText('Maya reads it before it goes out');
  await page.close();

  const ravis = await ask(ravi, 'Please read', { isSeen: true });
  await show(ravis, 'waiting');
  const notification = await awaitNotification(maya, 'approval');
  await until('one on the badge', async () => (await readBadge(maya)) === '1');
  const opened = maya.context.waitForEvent('page');
  await clickNotification(maya, notification, 0);
  const approve = await opened;
  const complaints = watchComplaints(approve);
  await expect(letter(approve).getByText(text)).toBeVisible();
  await expect(approve.getByText(`Maya Chen <${maya.email}>`)).toBeVisible();
  await expect(approve.getByText('Please read')).toBeVisible();
  await expect(approve.getByText('As soon as you approve it')).toBeVisible();
  await expect(approve.getByText('a picture that nobody sees')).toBeVisible();
  await expect(approve.getByText('You and Ravi see sums over many emails only')).toBeVisible();
  await approve.getByText('The terms you gave').click();
  await expect(approve.getByText('Each email waits for your approval.')).toBeVisible();
  await show(approve, 'to-read');
  expect(sendStates(services, maya.email)).toEqual(['held']);

  await approve.getByRole('button', { name: 'Approve', exact: true }).click();
  await approve.getByRole('heading', { name: /^Approved|has gone out/ }).waitFor();
  const query = { subject: 'Please read', from: maya.email } as const;
  await awaitMail(services, { ...query, of: jonas, folder: 'INBOX' });
  await awaitMail(services, { ...query, of: maya.email, folder: 'SENT' });
  await approve.getByRole('heading', { name: 'This email has gone out' }).waitFor();
  await injected(ravis).waitForText('Sent as Maya');
  await awaitNotification(ravi, 'send');
  await until('nothing on the badge', async () => (await readBadge(maya)) === '');
  expect(complaints).toEqual([]);
});

test('rejected: it ends, the one who wrote it is told, and nothing goes out', async ({
  services,
  ravi,
  maya,
  show,
}) => {
  await allow(ravi, maya, 'every');
  const ravis = await ask(ravi, 'Rather not');
  await awaitNotification(maya, 'approval');
  const popup = await maya.openOwn('popup');
  await expect(popup.getByText('Ravi wants to send an email as you')).toBeVisible();
  await show(popup, 'popup');
  const opened = maya.context.waitForEvent('page');
  await popup.getByRole('button', { name: 'Read and decide' }).click();
  const approve = await opened;
  await approve.getByRole('button', { name: 'Reject' }).click();
  await approve.getByRole('heading', { name: 'Rejected: it does not go out' }).waitFor();
  await injected(ravis).waitForText('Maya did not approve this email');
  await injected(ravis).waitForText('Your text is still here.');
  await awaitNotification(ravi, 'send');
  await lookForNews(maya);
  await until('no question on Maya’s screen', async () =>
    (await listNotifications(maya)).every((id) => !id.startsWith('behalf:approval:')),
  );
  const query = { of: jonas, folder: 'INBOX', subject: 'Rather not', from: maya.email } as const;
  expect(await findMail(services, query)).toEqual([]);
  expect(sendStates(services, maya.email)).toEqual(['rejected']);
});

test('Reject on the notification rejects, and a page that was open meanwhile can’t approve any more', async ({
  services,
  ravi,
  maya,
}) => {
  await allow(ravi, maya, 'every');
  await ask(ravi, 'Decided elsewhere');
  const notification = await awaitNotification(maya, 'approval');
  const approve = await maya.openOwn('approve', `#send=${notification.split(':').at(-1)}`);
  await expect(letter(approve).getByText(text)).toBeVisible();
  await clickNotification(maya, notification, 1);
  await approve.getByRole('heading', { name: 'Rejected: it does not go out' }).waitFor();
  await expect(approve.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  expect(sendStates(services, maya.email)).toEqual(['rejected']);
});

test('where the first email waits, the ones after it go at once', async ({ services, ravi, maya }) => {
  await giveByHand(ravi, maya, 'The first email');
  const ravis = await ask(ravi, 'The first one');
  const approve = await maya.openOwn('approve');
  const opened = maya.context.waitForEvent('page');
  await approve.getByRole('button', { name: 'Read and decide' }).click();
  await (await opened).getByRole('button', { name: 'Approve', exact: true }).click();
  await injected(ravis).waitForText('Sent as Maya');
  const page = await openCandidate(ravi);
  await writeLetter(page, { subject: 'The second one', text });
  await chooseSender(page, 'Maya');
  await pressSend(page, 'Maya');
  await awaitMail(services, { of: jonas, folder: 'INBOX', subject: 'The second one', from: maya.email });
});

test('for later: the acceptor reads when, and the one who wrote it can take it back from the list of what waits', async ({
  services,
  ravi,
  maya,
  show,
}) => {
  await allow(ravi, maya);
  const page = await openCandidate(ravi);
  await writeLetter(page, { subject: 'On another day', text });
  await chooseSender(page, 'Maya');
  await injected(page).click({ role: 'button', name: 'Send later' });
  await injected(page).click({ role: 'button', name: /^Tomorrow/ });
  await injected(page).waitForText(/Sending as Maya Chen .* · \w{3} 9:00/);
  await page.locator('.hl-composer__send').click();
  await injected(page).waitForText('Scheduled as Maya');
  await show(page, 'scheduled');
  await page.close();

  const outbox = await ravi.openOwn('outbox');
  const row = outbox.getByRole('listitem').filter({ hasText: 'On another day' });
  await expect(row).toContainText(/can still undo it|Scheduled for \w{3} 9:00/);
  await show(outbox, 'outbox');
  const mayas = await maya.openOwn('outbox');
  await expect(mayas.getByText('By Ravi, as you, to')).toBeVisible();
  await outbox.getByRole('button', { name: 'Cancel “On another day”' }).click();
  await outbox.getByRole('button', { name: 'Cancel it' }).click();
  await expect(row).toHaveCount(0);
  await expect(mayas.getByText('By Ravi, as you, to')).toHaveCount(0);
  expect(sendStates(services, maya.email)).toEqual(['cancelled']);
});
