import { expect, type Page } from 'playwright/test';
import { grants } from '../extension/ui/gallery/people.ts';
import { openComposer, type ContentHarness } from './support/content-harness.ts';
import { injected } from './support/injected.ts';
import { test } from './support/workers.ts';

type Submitted = {
  key: string;
  send: { subject: string; html: string; to: { email: string }; from: unknown };
};

let harness: ContentHarness;
let page: Page;
let ui: ReturnType<typeof injected>;
let sentBefore: number;

test.beforeEach(async ({ harness: workers }) => {
  harness = workers;
  await harness.arrange((stub) => stub.reset());
  page = await harness.context.newPage();
  ui = injected(page);
  sentBefore = harness.siteSends();
});
test.afterEach(() => page.close());

const siteSent = () => harness.siteSends() - sentBefore;
const submitted = () => harness.asked<Submitted>('sends:submit');
const confirmed = () => harness.asked<Submitted>('sends:confirm');
const send = () => page.locator('.hl-composer__send');
const choose = async (name: RegExp) => {
  await ui.click({ role: 'combobox', name: 'From' });
  await ui.click({ role: 'option', name });
  await ui.waitForText('Sending as');
};
const composeAsMaya = async () => {
  await openComposer(page, harness.site);
  await choose(/Maya/);
};
test.describe('as myself', () => {
  test('the picker comes with the form, ready to choose from', async () => {
    await openComposer(page, harness.site);
    await ui.click({ role: 'combobox', name: 'From' });
    expect(await ui.text()).toContain('Maya Chen');
  });

  test('the site sends by click and by shortcut, and Behalf asks for nothing', async () => {
    await openComposer(page, harness.site);
    await ui.waitFor({ role: 'combobox', name: 'From' });
    await send().click();
    await page.locator('.hl-toast').waitFor();
    await openComposer(page, harness.site);
    await page.press('.hl-editor__body', 'Control+Enter');
    await expect(page.locator('.hl-composer')).toHaveCount(0);
    expect(siteSent()).toBe(2);
    expect([...(await submitted()), ...(await confirmed())]).toEqual([]);
  });

  test('going back to Myself gives the site its Send back', async () => {
    await composeAsMaya();
    await ui.click({ role: 'combobox', name: 'From' });
    await ui.click({ role: 'option', name: /Myself/ });
    await send().click();
    await page.locator('.hl-toast').waitFor();
    expect(siteSent()).toBe(1);
    expect(await submitted()).toEqual([]);
  });

  test('letters typed into the picker are no shortcuts of the site', async () => {
    await openComposer(page, harness.site);
    await ui.click({ role: 'combobox', name: 'From' });
    await page.keyboard.type('gj');
    await ui.waitForText('Nobody found for “gj”.');
    expect(await page.evaluate(() => location.pathname)).toBe('/candidates/jonas-weber');
    await page.keyboard.press('Escape');
    await expect(page.locator('.hl-composer')).toHaveCount(1);
  });

  test('a new form begins as Myself', async () => {
    await composeAsMaya();
    await page.click('.hl-composer__close');
    await page.click('.hl-prompt .hl-button--danger');
    await openComposer(page, harness.site);
    await ui.waitFor({ role: 'combobox', name: 'From' });
    expect(await ui.text()).not.toContain('Sending as');
    await send().click();
    await page.locator('.hl-toast').waitFor();
    expect(siteSent()).toBe(1);
  });
});

test.describe('as somebody else', () => {
  for (const [how, act] of [
    ['a click', () => send().click()],
    ['Enter on the button', () => send().press('Enter')],
    ['Space on the button', () => send().press('Space')],
    ['the shortcut', () => page.press('.hl-editor__body', 'Control+Enter')],
    ['a double click', () => send().dblclick()],
  ] as const)
    test(`${how} sends once, through Behalf alone, and the form closes`, async () => {
      await composeAsMaya();
      await harness.arrange((stub) => stub.hold());
      await act();
      await expect.poll(async () => (await submitted()).length).toBe(1);
      await harness.arrange((stub) => stub.release());
      expect(await ui.waitForText('Going out as Maya')).toContain('Jonas Weber <jonas@candidate.test>');
      await expect(page.locator('.hl-composer, .hl-prompt')).toHaveCount(0);
      const [first, ...more] = await submitted();
      expect(more).toEqual([]);
      expect(first?.send).toMatchObject({
        from: { grantId: 'grant-maya' },
        to: { email: 'jonas@candidate.test', name: 'Jonas Weber' },
        subject: 'A word about the role',
        html: '<p>Hi Jonas, do you have twenty minutes this week?</p>',
      });
      expect(await confirmed()).toEqual([]);
      expect(siteSent()).toBe(0);
    });

  test('the toast ends with the truth', async () => {
    await harness.arrange((stub) => (stub.undoMs = 800));
    await composeAsMaya();
    await send().click();
    await ui.waitFor({ role: 'button', name: /Undo/ });
    await ui.waitFor({ role: 'button', name: 'Close' });
    expect(await ui.text()).toMatch(/^Sent as Maya/);
  });

  for (const [how, serverAheadMs] of [
    ['ahead', 3_600_000],
    ['behind', -3_600_000],
  ] as const)
    test(`the countdown is the server’s, whose clock is ${how} by an hour`, async () => {
      await harness.arrange((stub, ms) => {
        stub.serverAheadMs = ms;
        stub.undoMs = 4000;
      }, serverAheadMs);
      await composeAsMaya();
      await send().click();
      const first = await ui.waitForText(/Undo\s+\d/);
      expect(first).toMatch(/Undo\s+[34]\b/);
      await ui.waitFor({ role: 'button', name: 'Close' });
      expect(await ui.text()).toMatch(/^Sent as Maya/);
    });

  test('Undo brings the form back with its text and its sender', async () => {
    await composeAsMaya();
    await send().click();
    await ui.click({ role: 'button', name: /Undo/ });
    await ui.waitForText('nothing was sent');
    await expect(page.locator('.hl-composer__subject')).toHaveValue('A word about the role');
    await expect(page.locator('.hl-editor__body')).toContainText('twenty minutes');
    await ui.waitForText('Sending as Maya Chen');
    expect(siteSent()).toBe(0);
  });

  test('Undo away from the profile keeps the text to copy', async () => {
    await composeAsMaya();
    await send().click();
    await ui.waitForText('Going out as Maya');
    await page.click('a[href="/jobs"]');
    await ui.click({ role: 'button', name: /Undo/ });
    await ui.waitForText('Your text is still here.');
    await harness.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await ui.click({ role: 'button', name: 'Copy text' });
    await ui.waitForText('Copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('twenty minutes');
  });

  test('a refusal leaves everything as it was, with a sentence beside it', async () => {
    const message = 'This recipient asked not to be written to.';
    await harness.arrange((stub, text) => {
      stub.answers['sends:submit'] = { ok: false, error: { code: 'recipient_not_allowed', message: text } };
    }, message);
    await composeAsMaya();
    await send().click();
    await ui.waitForText(message);
    await expect(page.locator('.hl-editor__body')).toContainText('twenty minutes');
    expect(siteSent()).toBe(0);
    await harness.arrange((stub) => (stub.answers = {}));
    await send().click();
    await ui.waitForText('Going out as Maya');
    const [first, second] = await submitted();
    expect(second?.key).not.toBe(first?.key);
  });

  test('after no clear answer the same email asks again under the same key', async () => {
    await composeAsMaya();
    for (const message of ['Out of reach.', 'Still out of reach.', 'Out of reach for good.']) {
      await harness.arrange((stub, text) => {
        stub.answers['sends:submit'] = { ok: false, error: { code: 'offline', message: text } };
      }, message);
      if (message === 'Out of reach for good.') await page.fill('.hl-editor__body', 'Something else');
      await send().click();
      await ui.waitForText(message);
    }
    const keys = (await submitted()).map(({ key }) => key);
    expect(keys).toHaveLength(3);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  test('what was written after the click stays, and what went is what was there at the click', async () => {
    await composeAsMaya();
    await harness.arrange((stub) => stub.hold());
    await send().click();
    await expect.poll(async () => (await submitted()).length).toBe(1);
    await page.fill('.hl-editor__body', 'Changed in between');
    await harness.arrange((stub) => stub.release());
    await ui.waitForText('What you wrote since');
    await expect(page.locator('.hl-editor__body')).toContainText('Changed in between');
    expect((await submitted())[0]?.send.html).toContain('twenty minutes');
  });

  test('turned off while the email is on its way, the form closes all the same, lest it be sent again', async () => {
    await composeAsMaya();
    await harness.arrange((stub) => stub.hold());
    await send().click();
    await expect.poll(async () => (await submitted()).length).toBe(1);
    await harness.arrange((stub) => stub.turnOff());
    await ui.waitUntilGone({ role: 'combobox', name: 'From' });
    await harness.arrange((stub) => stub.release());
    await expect(page.locator('.hl-composer, .hl-prompt')).toHaveCount(0);
    expect(await ui.text()).toBe('');
    expect(siteSent()).toBe(0);
  });

  test('a sender who can no longer be used is said and sends nothing', async () => {
    await composeAsMaya();
    await harness.arrange((stub) => {
      Object.assign(stub.senders[1]!, { usable: false, reason: 'suspended_pause' });
      stub.changed('senders');
    });
    await ui.waitForText('Maya has paused sending by others');
    await send().click();
    await expect(page.locator('.hl-editor__body')).toContainText('twenty minutes');
    // The next click is handled after this one, and is the only one that comes to anything.
    await harness.arrange((stub) => {
      Object.assign(stub.senders[1]!, { usable: true, reason: null });
      stub.changed('senders');
    });
    await ui.waitUntilGone({ role: 'alert' });
    await page.fill('#hl-composer-subject', 'After the pause');
    await send().click();
    await ui.waitForText('Going out as Maya');
    expect((await submitted()).map(({ send }) => send.subject)).toEqual(['After the pause']);
    expect(await confirmed()).toEqual([]);
    expect(siteSent()).toBe(0);
  });

  test('several recipients are refused with a reason', async () => {
    await composeAsMaya();
    await page.fill('#hl-composer-to', 'second@candidate.test');
    await page.press('#hl-composer-to', 'Enter');
    await send().click();
    await ui.waitForText('goes to one recipient');
    expect(await submitted()).toEqual([]);
    expect(siteSent()).toBe(0);
  });

  test('names are text', async () => {
    await openComposer(page, harness.site, 'eve-oneil');
    await choose(/Eve/);
    await send().click();
    expect(await ui.waitForText('Going out as')).toContain('<img src=x onerror=alert(1)>');
  });

  test('signed out, the row offers to sign in', async () => {
    await harness.arrange((stub) => {
      stub.answers['senders:list'] = { ok: false, error: { code: 'signed_out', message: 'Signed out.' } };
    });
    await openComposer(page, harness.site);
    await ui.click({ role: 'button', name: 'Sign in to Behalf' });
    await expect.poll(() => harness.asked('session:signIn').then(({ length }) => length)).toBe(1);
  });
});

test('the delegation panel stands in Settings > Email, and goes with it', async () => {
  await page.goto(`${harness.site.url}/settings/email`);
  await ui.waitForText('Send on behalf of');
  await page.click('a[href="/settings/team"]');
  await ui.waitUntilGone({ role: 'combobox' });
  await page.click('a[href="/settings/email"]');
  await ui.waitForText('Send on behalf of');
});

test('the panel adds no scrollbar to a site that scrolls within itself, however narrow it is', async () => {
  await page.setViewportSize({ width: 700, height: 600 });
  await harness.arrange((stub, list) => (stub.answers['grants:list'] = { ok: true, value: list }), grants);
  await page.goto(`${harness.site.url}/settings/email`);
  await ui.waitForText('Former revoked');
  await ui.boxOf({ role: 'button', name: /Show .* more/ });
  expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0);
});

test('a page that is no known site is left alone', async () => {
  // It looks like one that is known, but does not say that it is.
  const body = '<button class="hl-profile__email">Email</button>';
  await page.route('**/plain', (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto(`${harness.site.url}/plain`);
  expect(await page.evaluate(() => document.documentElement.outerHTML)).toBe(
    `<html><head></head><body>${body}</body></html>`,
  );
  // What a later page asks for comes after all that this one could have asked for.
  await openComposer(page, harness.site);
  await ui.waitFor({ role: 'combobox', name: 'From' });
  expect(await harness.asked('surfaces:load')).toHaveLength(1);
});
