import type { Page } from 'playwright/test';
import { awaitChoice, chooseSender, openCandidate, pressSend, writeLetter } from '../demo/journey/compose.ts';
import { awaitMail } from '../demo/journey/mail.ts';
import { awaitState, confirm } from '../demo/journey/permissions.ts';
import type { Person } from '../demo/journey/person.ts';
import { connectMailbox, signIn } from '../demo/journey/sign-in.ts';
import { askTeammate, openSitePanel } from '../demo/journey/site-panel.ts';
import { until } from '../demo/journey/until.ts';
import { startServices, type Services } from '../demo/services.ts';
import { allow } from './support/allowed.ts';
import { serverFile } from './support/built.ts';
import { sendStates } from './support/database.ts';
import { injected } from './support/injected.ts';
import { expect, test as journey } from './support/journey.ts';
import { startSlowPath, type SlowPath } from './support/slow-path.ts';
import { stopWorker } from './support/stop-worker.ts';
import { undoSeconds } from './support/workers.ts';

// The browser ends the service worker whenever it likes. Nobody may notice, and nothing may go out twice.

const test = journey.extend<object, { services: Services; path: SlowPath }>({
  path: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const path = await startSlowPath();
      await use(path);
      await path.close();
    },
    { scope: 'worker' },
  ],
  // The extension reaches the server by a way on which submissions can be held.
  services: [
    async ({ path }, use) => {
      const ports = { server: path.serverPort };
      const services = await startServices({ ports, publicUrl: path.url, undoSeconds, serverFile });
      await use(services);
      await services.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

const jonas = 'jonas@candidate.test';
const letter = { subject: 'Only once', text: 'Hi Jonas, do you have twenty minutes this week?' };

/** Ravi has written to Jonas, and Maya is chosen. */
async function readyToSend(ravi: Person, maya: Person): Promise<Page> {
  await allow(ravi, maya);
  const page = await openCandidate(ravi);
  await writeLetter(page, letter);
  await chooseSender(page, 'Maya');
  return page;
}

/** Waits until all has come to rest, and expects one email: taken once, handed over once, delivered once. */
async function expectOneSend(services: Services, ravi: Person, maya: Person, page: Page): Promise<void> {
  await injected(page).waitForText('Sent as Maya');
  await awaitMail(services, { of: jonas, folder: 'INBOX', subject: letter.subject, from: maya.email });
  await injected(page).waitFor({ role: 'button', name: 'Close' });
  await until('nothing that waits in the outbox', async () => (await outbox(ravi)).every(isAnswered));
  expect(sendStates(services, maya.email)).toEqual(['sent']);
  expect([...services.google.record.acceptedByBehalfId().values()]).toEqual([1]);
  await awaitMail(services, { of: maya.email, folder: 'SENT', subject: letter.subject, from: maya.email });
  expect(services.site.sent()).toEqual([]);
}

const isAnswered = (state: string) => state === 'answered';
type OutboxApi = {
  storage: { session: { get(key: string): Promise<{ outbox?: { state: string }[] }> } };
};
declare const chrome: OutboxApi;

/** The states of what the extension holds to be submitted. Read in a page of ours, which wakes the worker. */
async function outbox(person: Person): Promise<string[]> {
  const page = await person.openOwn('options');
  const { outbox = [] } = await page.evaluate(() => chrome.storage.session.get('outbox'));
  await page.close();
  return outbox.map(({ state }) => state);
}

test('stopped before every step of asking, accepting, choosing and sending, and nobody notices', async ({
  services,
  ravi,
  maya,
}) => {
  test.setTimeout(120_000);
  const panel = await test.step('the panel opens', async () => {
    await stopWorker(ravi);
    await signIn(ravi).then((page) => page.close());
    await stopWorker(maya);
    const mayas = await signIn(maya);
    await stopWorker(maya);
    await connectMailbox(maya, mayas).then((answer) => answer.close());
    await mayas.getByText('Connected: teammates you allow').waitFor();
    await mayas.close();
    await stopWorker(ravi);
    return openSitePanel(ravi);
  });
  const mayas = await maya.openOwn('delegation');
  await test.step('Ravi asks', async () => {
    await mayas.getByRole('heading').first().waitFor();
    await stopWorker(maya);
    await stopWorker(ravi);
    await askTeammate(panel, 'Maya');
    await injected(panel).waitForText('Requesting');
  });
  await test.step('Maya accepts', async () => {
    await mayas.getByRole('button', { name: /^Accept…/ }).click();
    const accept = mayas.getByRole('button', { name: 'Accept', exact: true });
    await accept.waitFor();
    await stopWorker(maya);
    await stopWorker(ravi);
    await accept.click();
    await mayas.getByText('Ravi can now send for you.').waitFor();
    await injected(panel).waitForText('Active');
    await panel.close();
  });
  const page = await openCandidate(ravi);
  const ui = injected(page);
  await test.step('the picker opens', async () => {
    await stopWorker(ravi);
    await writeLetter(page, letter);
    await ui.waitFor({ role: 'combobox', name: 'From' });
    await stopWorker(ravi);
    await ui.click({ role: 'combobox', name: 'From' });
    await ui.waitFor({ role: 'option', name: /Maya/ });
  });
  await test.step('Ravi chooses Maya', async () => {
    await stopWorker(ravi);
    await ui.click({ role: 'option', name: /Maya/ });
    await ui.waitForText('Sending as Maya');
  });
  await test.step('he sends', async () => {
    await stopWorker(ravi);
    await pressSend(page, 'Maya');
    await stopWorker(ravi);
    await expectOneSend(services, ravi, maya, page);
  });
  await test.step('Maya revokes', async () => {
    await stopWorker(maya);
    await stopWorker(ravi);
    await mayas.getByRole('button', { name: 'Revoke Ravi’s permission to send as you' }).click();
    await confirm(mayas, 'Revoke');
    await mayas.getByText('Ravi can’t send as you any more.').waitFor();
    await awaitState(mayas, 'Ravi Patel', 'Revoked');
    await writeLetter(page, letter);
    await awaitChoice(page, 'Maya', /Maya took the permission back/);
  });
});

test('stopped in the same moment as the click on Send: one email', async ({ services, ravi, maya }) => {
  const page = await readyToSend(ravi, maya);
  const stopped = stopWorker(ravi);
  await page.locator('.hl-composer__send').click();
  await stopped;
  await expectOneSend(services, ravi, maya, page);
});

test('stopped while the request is on its way, which arrives after all: one email', async ({
  services,
  path,
  ravi,
  maya,
}) => {
  const page = await readyToSend(ravi, maya);
  const before = path.submissions();
  const held = path.holdSubmission('asked');
  await page.locator('.hl-composer__send').click();
  await held.reached;
  await stopWorker(ravi);
  await until('a second request', () => path.submissions() === before + 2);
  held.release();
  await expectOneSend(services, ravi, maya, page);
});

test('stopped when the server has taken the email, before its answer arrives: one email', async ({
  services,
  path,
  ravi,
  maya,
}) => {
  const page = await readyToSend(ravi, maya);
  const before = path.submissions();
  const held = path.holdSubmission('answered');
  await page.locator('.hl-composer__send').click();
  await held.reached;
  expect(sendStates(services, maya.email)).toEqual(['queued']);
  await stopWorker(ravi);
  await until('a second request', () => path.submissions() === before + 2);
  held.release();
  await expectOneSend(services, ravi, maya, page);
});

test('stopped with the answer on its way and the tab closed: the email the person clicked goes once', async ({
  services,
  path,
  ravi,
  maya,
}) => {
  const page = await readyToSend(ravi, maya);
  const before = path.submissions();
  const held = path.holdSubmission('asked');
  await page.locator('.hl-composer__send').click();
  await held.reached;
  // The tab goes first, so that only the outbox still knows of the click.
  await page.close();
  await stopWorker(ravi);
  await ravi.openOwn('popup');
  await until('a second request', () => path.submissions() === before + 2);
  held.release();
  await awaitMail(services, { of: jonas, folder: 'INBOX', subject: letter.subject, from: maya.email });
  await until('nothing that waits in the outbox', async () => (await outbox(ravi)).every(isAnswered));
  await until('the send settled', () => sendStates(services, maya.email).join() === 'sent');
  expect([...services.google.record.acceptedByBehalfId().values()]).toEqual([1]);
});

test('stopped within the undo window: Undo still undoes, and only what is sent after it goes out', async ({
  services,
  ravi,
  maya,
}) => {
  const page = await readyToSend(ravi, maya);
  await pressSend(page, 'Maya');
  await stopWorker(ravi);
  await injected(page).click({ role: 'button', name: /^Undo/ });
  await injected(page).waitForText('Undone: nothing was sent');
  expect(sendStates(services, maya.email)).toEqual(['cancelled']);
  // The form is back. What goes next is due later: by then the first one would have gone.
  await stopWorker(ravi);
  await pressSend(page, 'Maya');
  await awaitMail(services, { of: jonas, folder: 'INBOX', subject: letter.subject, from: maya.email });
  await until('the second one settled', () => sendStates(services, maya.email).join() === 'cancelled,sent');
  expect([...services.google.record.acceptedByBehalfId().values()]).toEqual([1]);
  expect(services.site.sent()).toEqual([]);
});
