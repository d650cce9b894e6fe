import { readFileSync } from 'node:fs';
import type { run } from 'axe-core';
import type { Page } from 'playwright/test';
import { chooseSender, openCandidate, pressSend, writeLetter } from '../demo/journey/compose.ts';
import { awaitMail } from '../demo/journey/mail.ts';
import { ask, awaitState, confirm } from '../demo/journey/permissions.ts';
import type { Person } from '../demo/journey/person.ts';
import { openSitePanel } from '../demo/journey/site-panel.ts';
import { wayOutOf } from '../demo/journey/way-out.ts';
import { allow } from './support/allowed.ts';
import { injected } from './support/injected.ts';
import { expect, test } from './support/journey.ts';
import { beConnected, beSignedIn } from './support/signed-in.ts';

// Every page of the extension as it is built, with what a real server has put into it.

const axe = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const popupSize = { width: 380, height: 600 };
const windowSize = { width: 480, height: 640 };

/** What axe finds in the whole page by all its rules, or by those named, as “rule: element” lines. */
async function violations(page: Page, only?: string[]): Promise<string[]> {
  // Through the developer tools: the page's own policy lets no foreign script in.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  return page.evaluate(async (only) => {
    const { axe } = globalThis as unknown as { axe: { run: typeof run } };
    const found = await axe.run(document, {
      resultTypes: ['violations'],
      ...(only
        ? { runOnly: { type: 'rule', values: only } }
        : { rules: { 'target-size': { enabled: true } } }),
    });
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`),
    );
  }, only);
}

/** Names, roles, order and sizes are the same in both; colours change. */
const looks = [
  { colorScheme: 'light', only: undefined },
  { colorScheme: 'dark', only: ['color-contrast'] },
] as const;
type Show = (page: Page, name: string) => Promise<void>;

/** Examines the page in light and in dark. */
async function examine(page: Page, name: string, show: Show): Promise<void> {
  for (const { colorScheme, only } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await show(page, `${name}-${colorScheme}`);
    expect.soft(await violations(page, only && [...only]), `${name}, ${colorScheme}`).toEqual([]);
    const fits = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
    expect.soft(fits, `${name} fits its width`).toBe(true);
  }
}

async function openPopup(person: Person): Promise<Page> {
  const popup = await person.openOwn('popup');
  await popup.setViewportSize(popupSize);
  return popup;
}

test('axe finds nothing in the pages of somebody who has not signed in', async ({ ravi, show }) => {
  const button = { name: 'Sign in with Google' };
  for (const name of ['popup', 'delegation', 'options'] as const) {
    const page = name === 'popup' ? await openPopup(ravi) : await ravi.openOwn(name);
    await page.getByRole('button', button).first().waitFor();
    await examine(page, `${name}-signed-out`, show);
    await page.close();
  }
});

test('axe finds nothing in the pages of two people at work', async ({ ravi, maya, show }) => {
  test.setTimeout(150_000);
  await allow(ravi, maya);
  const candidate = await openCandidate(ravi);
  await writeLetter(candidate, {
    subject: 'A word about the role',
    text: 'Hi Jonas, have you got a minute?',
  });
  await chooseSender(candidate, 'Maya');
  await pressSend(candidate, 'Maya');
  await injected(candidate).waitFor({ role: 'button', name: 'Close' });
  await candidate.close();

  await test.step('the popup', async () => {
    for (const person of [ravi, maya]) {
      const popup = await openPopup(person);
      await popup.getByText('A word about the role').waitFor();
      await examine(popup, `popup-of-${person.firstName}`, show);
      await popup.close();
    }
  });
  await test.step('the page of permissions, with and without one opened', async () => {
    const page = await maya.openOwn('delegation');
    const row = page.getByRole('button', { name: /Ravi sends as you/ });
    await row.waitFor();
    await examine(page, 'delegation', show);
    await row.click();
    await page.getByText('Ravi may send up to 50 emails a day').waitFor();
    await examine(page, 'delegation-opened', show);
    await page.getByRole('button', { name: 'Revoke Ravi’s permission to send as you' }).click();
    await page.getByRole('alertdialog').waitFor();
    await examine(page, 'delegation-question', show);
    await confirm(page, 'Revoke');
    await page.getByText('Ravi can’t send as you any more.').waitFor();
    await awaitState(page, 'Ravi Patel', 'Revoked');
    await examine(page, 'delegation-revoked', show);
    await page.close();
  });
  await test.step('a request that waits', async () => {
    const page = await ravi.openOwn('delegation');
    await ask(page, 'Maya');
    await examine(page, 'delegation-asked', show);
    await page.close();
    const popup = await openPopup(maya);
    await popup.getByText('Ravi asks to send email as you').waitFor();
    await examine(popup, 'popup-with-a-request', show);
    await popup.close();
  });
  await test.step('the options', async () => {
    const page = await maya.openOwn('options');
    await page.getByRole('switch', { name: 'Behalf on hireline.localhost' }).waitFor();
    await page.getByText(maya.email).waitFor();
    await examine(page, 'options', show);
    await page.close();
  });
});

test('axe finds nothing in the windows that ask for consent', async ({ ravi, maya, show }) => {
  test.setTimeout(120_000);
  await beSignedIn(ravi);
  await beConnected(maya, await beSignedIn(maya));
  await test.step('to let somebody send', async () => {
    const panel = await openSitePanel(maya);
    const ui = injected(panel);
    await ui.click({ role: 'combobox', name: 'Let someone send for me' });
    await ui.click({ role: 'option', name: /Ravi/ });
    const opened = maya.context.waitForEvent('page');
    await ui.click({ role: 'button', name: 'Let Ravi send for me' });
    const window = await opened;
    await window.setViewportSize(windowSize);
    await window.getByRole('heading', { name: 'Let Ravi send email as you?' }).waitFor();
    await examine(window, 'confirm-permission', show);
    await window.getByRole('button', { name: 'Let Ravi send for me' }).click();
    await ui.waitForText('Active');
  });
  await test.step('to send an email that a page may have tampered with', async () => {
    const page = await openCandidate(ravi);
    await writeLetter(page, { subject: 'Behind glass', text: 'Hi Jonas, have you got a minute?' });
    await chooseSender(page, 'Maya');
    await page.evaluate(() => {
      const glass = document.createElement('div');
      glass.style.cssText = 'position:fixed;inset:0;z-index:2147483647;pointer-events:none;background:#fff1';
      document.body.append(glass);
    });
    const opened = ravi.context.waitForEvent('page');
    await page.locator('.hl-composer__send').click();
    const window = await opened;
    await window.setViewportSize(windowSize);
    await window.getByText('Behind glass').waitFor();
    await examine(window, 'confirm-send', show);
    await window.close();
  });
});

test('axe finds nothing where emails wait, are decided about and are written to many', async ({
  ravi,
  maya,
  show,
}) => {
  test.setTimeout(120_000);
  await allow(ravi, maya, 'every');
  const candidate = await openCandidate(ravi);
  await writeLetter(candidate, {
    subject: 'A word about the role',
    text: 'Hi Jonas, have you got a minute?',
  });
  await chooseSender(candidate, 'Maya');
  await candidate.locator('.hl-composer__send').click();
  await injected(candidate).waitForText('Waiting for Maya’s approval');
  await candidate.close();
  await test.step('before it was decided', async () => {
    const popup = await openPopup(maya);
    const opened = maya.context.waitForEvent('page');
    await popup.getByRole('button', { name: 'Read and decide' }).waitFor();
    await examine(popup, 'popup-with-an-approval', show);
    await popup.getByRole('button', { name: 'Read and decide' }).click();
    const approve = await opened;
    await approve.frameLocator('iframe').getByText('have you got a minute?').waitFor();
    await examine(approve, 'approve', show);
    await approve.getByRole('button', { name: 'Reject' }).click();
    await approve.getByRole('heading', { name: /^Rejected/ }).waitFor();
    await examine(approve, 'approve-rejected', show);
    await approve.close();
    await popup.close();
  });
  await test.step('the list of what waits, and the page for many', async () => {
    const outbox = await ravi.openOwn('outbox');
    await outbox.getByText('Nothing of yours waits.').waitFor();
    await examine(outbox, 'outbox', show);
    await outbox.close();
    const batch = await ravi.openOwn('batch');
    await batch.getByRole('textbox', { name: /^Paste a list/ }).waitFor();
    await examine(batch, 'batch', show);
    await batch.close();
  });
});

test('axe finds nothing in what a recipient reads', async ({ services, ravi, maya, show }) => {
  await allow(ravi, maya);
  const candidate = await openCandidate(ravi);
  await writeLetter(candidate, { subject: 'For a reader', text: 'Hi Jonas.' });
  await chooseSender(candidate, 'Maya');
  await pressSend(candidate, 'Maya');
  const query = {
    of: 'jonas@candidate.test',
    folder: 'INBOX',
    subject: 'For a reader',
    from: maya.email,
  } as const;
  const url = wayOutOf(await awaitMail(services, query));
  const page = await ravi.context.newPage();
  for (const [name, at] of [
    ['email', url],
    ['unknown', `${url}x`],
  ] as const) {
    await page.goto(at);
    await examine(page, `recipient-${name}`, show);
    // WCAG 1.4.10: no scrolling sideways at 320 pixels.
    await page.setViewportSize({ width: 320, height: 640 });
    const fits = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
    expect(fits, `${name} fits a narrow screen`).toBe(true);
  }
  await page.goto(url);
  await page.getByRole('button', { name: 'Don’t write to me again' }).click();
  await page.getByRole('heading', { name: 'You won’t be written to again' }).waitFor();
  await examine(page, 'recipient-done', show);
});
