import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame, Page, Route } from 'playwright/test';
import { awaitMail } from '../demo/journey/mail.ts';
import { chooseSender, openCandidate, pressSend, writeLetter } from '../demo/journey/compose.ts';
import { openBrowser } from '../demo/journey/open-browser.ts';
import { meetPerson, type Person } from '../demo/journey/person.ts';
import { allow } from './support/allowed.ts';
import { clickIcon } from './support/click-icon.ts';
import { extensionDir } from './support/built.ts';
import { injected } from './support/injected.ts';
import { expect, test as journey } from './support/journey.ts';

// A customer's own host name, which no manifest names: without TLS, and at a port.
const host = 'hire.example.test';
const site = `http://${host}`;
const letter = { subject: 'From another house', text: 'Hi Jonas, do you have twenty minutes this week?' };

const test = journey.extend<object>({
  // Ravi's browser finds the sample site and a stranger's page under names of their own.
  ravi: async ({ services, workspace }, use) => {
    const context = await openBrowser({ extension: extensionDir, hosts: [host, 'stranger.test'] });
    await use(await meetPerson(services, context, `ravi@${workspace}`));
    await context.close();
  },
  maya: async ({ meet, workspace }, use) => use(await meet(`maya@${workspace}`)),
});

/** Answers the browser's own prompt for `site` with yes, before it is asked: headless it would never be answered. */
async function permitHost({ context, services }: Person): Promise<void> {
  const page = await context.newPage();
  await page.goto('chrome://extensions');
  const api = 'chrome.developerPrivate.addHostPermission';
  await page.evaluate(`${api}('${services.extensionId}', '${site}/*')`);
  await page.close();
}

async function openOther({ context, services }: Person): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${site}:${services.site.port}/candidates/jonas-weber`);
  await page.locator('.hl-profile__email').waitFor();
  return page;
}

/** Sets the switch of a site in the options to what it is not, and waits until that is so. */
async function flipSwitch(person: Person, host: string, isOnAfter: boolean): Promise<void> {
  const options = await person.openOwn('options');
  const theSwitch = options.getByRole('switch', { name: `Behalf on ${host}` });
  await theSwitch.click();
  if (isOnAfter) await expect(theSwitch).toBeChecked();
  else await expect(options.getByRole('switch', { name: `Behalf on ${host}`, checked: true })).toHaveCount(0);
  await options.close();
}

/** Waits until nothing of ours is in the page: no text, and no element among the site's own. */
async function awaitGone(page: Page): Promise<void> {
  await expect.poll(() => injected(page).text()).toBe('');
  await expect(page.locator('.hl-composer__fields > :not([class])')).toHaveCount(0);
}

/** The popup over `page`, in a tab of its own since the tests can't reach into the browser's real one. */
async function openPopupOver({ context, services }: Person, page: Page): Promise<Page> {
  const popup = await context.newPage();
  await clickIcon(page, services.extensionId);
  await popup.goto(`chrome-extension://${services.extensionId}/extension/pages/popup/index.html`);
  // Drawn once the browser has said which page is in front.
  await popup.getByText(new URL(page.url()).hostname).waitFor();
  await popup.bringToFront();
  return popup;
}

/** Sends with the site's own means, and expects that nobody stood in between. */
async function expectSiteAlone(page: Page | Frame, person: Person): Promise<void> {
  const { site } = person.services;
  const before = site.sent().length;
  await expect(page.locator('.hl-composer__row--from')).toBeVisible();
  await page.locator('.hl-composer__send').click();
  await page.locator('.hl-toast').waitFor();
  expect(site.sent()).toHaveLength(before + 1);
}

test('another host: nothing is there until it is turned on in the popup, then the picker works, and off is off', async ({
  services,
  ravi,
  maya,
  show,
}) => {
  test.setTimeout(120_000);
  await allow(ravi, maya);
  const page = await openOther(ravi);
  await writeLetter(page, letter);
  await expectSiteAlone(page, ravi);
  const sentByThemselves = services.site.sent().length;
  await page.close();

  const open = await openOther(ravi);
  await writeLetter(open, letter);
  await permitHost(ravi);
  const popup = await openPopupOver(ravi, open);
  await popup.getByText('Behalf is off for this site').waitFor();
  await popup.getByRole('button', { name: 'Turn on for this site' }).click();
  await popup.getByText('Behalf is on for this site').waitFor();
  await show(popup, 'popup-on');
  await popup.close();

  await test.step('the page that was open gets the picker, and an email goes as Maya', async () => {
    await open.bringToFront();
    await chooseSender(open, 'Maya');
    await pressSend(open, 'Maya');
    const query = { subject: letter.subject, from: maya.email } as const;
    await awaitMail(services, { ...query, of: maya.email, folder: 'SENT' });
    await awaitMail(services, { ...query, of: 'jonas@candidate.test', folder: 'INBOX' });
    expect(services.site.sent()).toHaveLength(sentByThemselves);
    await open.close();
  });
  await test.step('so does the next one, and the popup knows', async () => {
    const next = await openOther(ravi);
    await writeLetter(next, letter);
    await chooseSender(next, 'Maya');
    await show(next, 'picker');
    const again = await openPopupOver(ravi, next);
    await again.getByText('Behalf is on for this site').waitFor();
    await again.close();
    await next.close();
  });
  await test.step('turned off, it goes from the pages that are open, and the site sends by itself', async () => {
    const composing = await openOther(ravi);
    await writeLetter(composing, letter);
    await chooseSender(composing, 'Maya');
    const settings = await ravi.context.newPage();
    await settings.goto(`${site}:${services.site.port}/settings/email`);
    await injected(settings).waitForText('Send on behalf of');
    await flipSwitch(ravi, host, false);
    for (const page of [composing, settings]) await awaitGone(page);
    await show(composing, 'turned-off');
    await expectSiteAlone(composing, ravi);
    const after = await openOther(ravi);
    await writeLetter(after, letter);
    await expectSiteAlone(after, ravi);
    expect(await injected(after).text()).toBe('');
  });
});

test('the site that comes with Behalf is on in the popup, whatever its port', async ({ ravi }) => {
  const page = await openCandidate(ravi);
  const popup = await openPopupOver(ravi, page);
  await popup.getByText('Behalf is on for this site').waitFor();
});

test('the site that comes with Behalf, turned off and on again under an open page', async ({
  ravi,
  maya,
  show,
}) => {
  test.setTimeout(90_000);
  await allow(ravi, maya);
  const page = await openCandidate(ravi);
  await writeLetter(page, letter);
  await chooseSender(page, 'Maya');
  await flipSwitch(ravi, 'hireline.localhost', false);
  await awaitGone(page);
  await show(page, 'off');
  await flipSwitch(ravi, 'hireline.localhost', true);
  await injected(page).waitFor({ role: 'combobox', name: 'From' });
  // Who was chosen before is not chosen any more: the person has to say so again.
  expect(await injected(page).text()).not.toContain('Sending as');
  await chooseSender(page, 'Maya');
  await show(page, 'on-again');
  await flipSwitch(ravi, 'hireline.localhost', false);
  await awaitGone(page);
  await expectSiteAlone(page, ravi);
});

test('inside a stranger’s frame the site is left alone', async ({ ravi, maya }) => {
  test.setTimeout(90_000);
  await allow(ravi, maya);
  const own = ravi.services.site.url;
  const stranger = await serveFrame(`${own}/candidates/jonas-weber`);
  // The sample site refuses frames by itself; others may not.
  const withoutPolicy = async (route: Route) => {
    const { pathname, search } = new URL(route.request().url());
    const url = `http://127.0.0.1:${ravi.services.site.port}${pathname}${search}`;
    const response = await route.fetch({ url });
    const { 'content-security-policy': _policy, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  };
  const page = await ravi.context.newPage();
  await page.route(`${own}/**`, withoutPolicy);

  await page.goto(`${own}/candidates/jonas-weber`);
  await writeLetter(page, letter);
  await injected(page).waitFor({ role: 'combobox', name: 'From' });
  await expect(page.locator('.hl-composer__row--from')).toBeHidden();

  await page.goto(`http://stranger.test:${stranger.port}/`);
  const frame = await page.locator('iframe').elementHandle();
  const inside = (await frame!.contentFrame())!;
  await inside.locator('.hl-profile__email').click();
  await inside.locator('.hl-editor__body > *').first().waitFor();
  await inside.locator('#hl-composer-subject').fill(letter.subject);
  await inside.locator('.hl-editor__body').fill(letter.text);
  await expectSiteAlone(inside, ravi);
  await stranger.close();
});

/** A page of somebody else's with `address` in a frame. */
async function serveFrame(address: string) {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><title>Stranger</title><iframe src="${address}" width=1200 height=700>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
