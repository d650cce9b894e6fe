import type { Page } from 'playwright/test';
import {
  awaitChoice,
  chooseSender,
  openCandidate,
  pressSend,
  readChoices,
  writeLetter,
} from '../demo/journey/compose.ts';
import { awaitMail, findMail } from '../demo/journey/mail.ts';
import {
  awaitNotification,
  clickNotification,
  listNotifications,
  lookForNews,
  readBadge,
} from '../demo/journey/notifications.ts';
import { ask, awaitState, confirm, give, rowButton } from '../demo/journey/permissions.ts';
import type { Person } from '../demo/journey/person.ts';
import { connectMailbox } from '../demo/journey/sign-in.ts';
import { openSitePanel } from '../demo/journey/site-panel.ts';
import { until } from '../demo/journey/until.ts';
import { injected } from './support/injected.ts';
import { expect, test } from './support/journey.ts';
import { beConnected, beSignedIn } from './support/signed-in.ts';
import { stopWorker } from './support/stop-worker.ts';

const jonas = 'jonas@candidate.test';
const letter = (subject: string) => ({ subject, text: 'Hi Jonas, do you have twenty minutes this week?' });

/** Both signed in, Maya's mailbox connected: everybody's page of permissions. Ravi's was there before Maya ever was. */
async function begin(ravi: Person, maya: Person): Promise<{ ravis: Page; mayas: Page }> {
  await beSignedIn(ravi);
  const ravis = await ravi.openOwn('delegation');
  await ravis.getByRole('combobox', { name: 'Send on behalf of' }).waitFor();
  await beConnected(maya, await beSignedIn(maya));
  const mayas = await maya.openOwn('delegation');
  await mayas.getByText('Connected: teammates you allow').waitFor();
  return { ravis, mayas };
}

test('declined from the notification: the requestor is told, can’t send, and waits a day to ask again', async ({
  ravi,
  maya,
  show,
}) => {
  const { ravis, mayas } = await begin(ravi, maya);
  await mayas.close();
  await ask(ravis, 'Maya');
  const notification = await awaitNotification(maya, 'request');
  await until('one on the badge', async () => (await readBadge(maya)) === '1');
  await clickNotification(maya, notification, 1);
  await awaitState(ravis, 'Maya Chen', 'Declined');
  await expect(ravis.getByText('Maya was asked.')).toHaveCount(0);
  await expect(rowButton(ravis, 'Maya Chen', 'Ask again')).toBeDisabled();
  await show(ravis, 'declined');
  await awaitNotification(ravi, 'grant');
  await until('nothing on the badge', async () => (await readBadge(maya)) === '');

  const page = await openCandidate(ravi);
  await writeLetter(page, letter('Declined'));
  expect((await readChoices(page)).filter((choice) => choice.includes('left today'))).toEqual([]);
});

test('withdrawn: the question leaves the acceptor’s screen, and an open page of terms can’t accept it any more', async ({
  ravi,
  maya,
  show,
}) => {
  const { ravis, mayas } = await begin(ravi, maya);
  await ask(ravis, 'Maya');
  await rowButton(mayas, 'Ravi Patel', 'Accept').click();
  await mayas.getByRole('button', { name: 'Accept', exact: true }).waitFor();
  await awaitNotification(maya, 'request');
  await show(mayas, 'asked');
  await rowButton(ravis, 'Maya Chen', 'Withdraw').click();
  await confirm(ravis, 'Withdraw');
  await ravis.getByText('Your request to Maya is withdrawn.').waitFor();
  await awaitState(ravis, 'Maya Chen', 'Withdrawn');
  await awaitState(mayas, 'Ravi Patel', 'Withdrawn');
  await expect(mayas.getByRole('button', { name: 'Accept', exact: true })).toHaveCount(0);
  await lookForNews(maya);
  await until('no question on Maya’s screen', async () =>
    (await listNotifications(maya)).every((id) => !id.startsWith('behalf:request:')),
  );
});

test('given without being asked, in a window of our own; usable at once, also by a worker that was stopped', async ({
  services,
  ravi,
  maya,
  show,
}) => {
  const { mayas, ravis } = await begin(ravi, maya);
  await mayas.close();
  const panel = await openSitePanel(maya);
  const ui = injected(panel);
  await ui.click({ role: 'combobox', name: 'Let someone send for me' });
  await ui.click({ role: 'option', name: /Ravi/ });
  await ui.waitForText('Ravi may send up to 50 emails a day from your mailbox');
  await show(panel, 'form');
  const opened = maya.context.waitForEvent('page');
  await ui.click({ role: 'button', name: 'Let Ravi send for me' });
  const window = await opened;
  await window.getByRole('heading', { name: 'Let Ravi send email as you?' }).waitFor();
  await show(window, 'confirm');
  await ui.waitForText('Confirm it in Behalf’s own window');
  await show(panel, 'waits-for-the-window');
  await window.getByRole('button', { name: 'Let Ravi send for me' }).click();
  await ui.waitForText('Ravi can now send for you.');
  await ui.waitForText('Active');
  await show(panel, 'given');
  await awaitState(ravis, 'Maya Chen', 'Active');
  await awaitNotification(ravi, 'grant');
  await ravis.close();

  await stopWorker(ravi);
  const page = await openCandidate(ravi);
  await writeLetter(page, letter('Given'));
  await chooseSender(page, 'Maya');
  await stopWorker(ravi);
  await pressSend(page, 'Maya');
  await awaitMail(services, { of: maya.email, folder: 'SENT', subject: 'Given', from: maya.email });
  await awaitMail(services, { of: jonas, folder: 'INBOX', subject: 'Given', from: maya.email });
});

test('paused: what waits is stopped, the picker says why, and it goes on when the pause is over', async ({
  services,
  ravi,
  maya,
  show,
}) => {
  const { ravis, mayas } = await begin(ravi, maya);
  await ravis.close();
  await give(mayas, 'Ravi');
  const page = await openCandidate(ravi);
  await writeLetter(page, letter('Stopped by a pause'));
  await chooseSender(page, 'Maya');
  await pressSend(page, 'Maya');
  const pause = mayas.getByRole('switch', { name: /Pause all sending by others/ });
  await mayas.getByText('1 of 50').waitFor();
  await pause.click();
  await mayas.getByText('1 scheduled email will not go out.').waitFor();
  await show(mayas, 'question');
  await confirm(mayas, 'Pause');
  await mayas.getByText('1 email was stopped.').waitFor();
  await expect(pause).toBeChecked();
  await injected(page).waitForText('Not sent as Maya');
  await page.close();

  const next = await openCandidate(ravi);
  await writeLetter(next, letter('After the pause'));
  await awaitChoice(next, 'Maya', /Maya has paused sending by others/, () => show(next, 'greyed'));
  await pause.click();
  await awaitChoice(next, 'Maya', /left today/);
  await chooseSender(next, 'Maya');
  await pressSend(next, 'Maya');
  const query = { of: jonas, folder: 'INBOX', from: maya.email } as const;
  await awaitMail(services, { ...query, subject: 'After the pause' });
  expect(await findMail(services, { ...query, subject: 'Stopped by a pause' })).toEqual([]);
});

test('disconnected: the permission is taken back at Google, the picker says why, and reconnecting makes it usable again', async ({
  services,
  ravi,
  maya,
  show,
}) => {
  const { ravis, mayas } = await begin(ravi, maya);
  await give(mayas, 'Ravi');
  const page = await openCandidate(ravi);
  await writeLetter(page, letter('After reconnecting'));
  await awaitChoice(page, 'Maya', /left today/);
  await disconnect(mayas);
  await until('Google was told', () =>
    services.google.record.since().some(({ path, status }) => path.endsWith('/revoke') && status === 200),
  );
  await awaitState(ravis, 'Maya Chen', 'Suspended');
  await awaitChoice(page, 'Maya', /Maya’s mailbox is disconnected/, () => show(page, 'greyed'));
  await show(mayas, 'disconnected');
  await (await connectMailbox(maya, mayas, { button: 'Reconnect' })).close();
  await awaitState(ravis, 'Maya Chen', 'Active');
  await expect(mayas.getByText('Nothing goes out from it.')).toHaveCount(0);
  await awaitChoice(page, 'Maya', /left today/);
  await chooseSender(page, 'Maya');
  await pressSend(page, 'Maya');
  await awaitMail(services, {
    of: maya.email,
    folder: 'SENT',
    subject: 'After reconnecting',
    from: maya.email,
  });
});

test('reconnected with another account: refused in clear words, and the permission stays suspended', async ({
  services,
  workspace,
  ravi,
  maya,
  show,
}) => {
  const { ravis, mayas } = await begin(ravi, maya);
  await give(mayas, 'Ravi');
  await disconnect(mayas);
  const other = `tom@${workspace}`;
  const answer = await connectMailbox(maya, mayas, { button: 'Reconnect', as: other });
  await answer.getByRole('heading', { name: 'That was another account' }).waitFor();
  await answer.getByText(`Connect again and choose ${maya.email}.`).waitFor();
  await show(answer, 'refused');
  await mayas.reload();
  await awaitState(mayas, 'Ravi Patel', 'Suspended');
  await awaitState(ravis, 'Maya Chen', 'Suspended');
  const page = await openCandidate(ravi);
  await writeLetter(page, letter('From whom'));
  await awaitChoice(page, 'Maya', /Maya’s mailbox is disconnected/);
  expect(await services.google.mailbox(other)).toEqual([]);
});

async function disconnect(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Disconnect…' }).click();
  await confirm(page, 'Disconnect');
  await page.getByText('Your mailbox is disconnected. Nothing goes out from it.').waitFor();
}
