import { expect, type Page } from 'playwright/test';
import type { SubmitSend } from '../shared/api/sends.ts';
import type { BatchTemplate } from '../shared/messages/batch-messages.ts';
import { openComposer, type ContentHarness } from './support/content-harness.ts';
import { injected } from './support/injected.ts';
import { stripInSight } from './support/strip-in-sight.ts';
import { test } from './support/workers.ts';

// In a site's compose form: sending later, and the way to many recipients.

let harness: ContentHarness;
let page: Page;
let ui: ReturnType<typeof injected>;
let sentBefore: number;

test.beforeEach(async ({ harness: workers }) => {
  harness = workers;
  await harness.arrange((stub) => stub.reset());
  page = await harness.context.newPage();
  ui = injected(page);
  sentBefore = harness.site.sent().length;
});
test.afterEach(() => page.close());

const siteSent = () => harness.site.sent().length - sentBefore;
const submitted = async () =>
  (await harness.asked<{ send: SubmitSend }>('sends:submit')).map(({ send }) => send);
const chooseMaya = async () => {
  await ui.click({ role: 'combobox', name: 'From' });
  await ui.click({ role: 'option', name: /Maya/ });
  await ui.waitForText('Sending as');
};
/** Nine o'clock tomorrow on the clocks of this machine, which is also the browser's. */
const tomorrowAtNine = (): string => {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 9).toISOString();
};
/** The server has it, and keeps it until `dueAt`. */
const willSchedule = (dueAt: string) =>
  harness.arrange((stub, due) => {
    const person = (name: string) => ({ id: name, name, email: `${name}@acme.test`, pictureUrl: null });
    const value = {
      id: 'send-later',
      state: 'queued',
      acceptor: person('Maya Chen'),
      requestor: person('Ravi Patel'),
      to: { email: 'jonas@candidate.test', name: null },
      subject: '',
      createdAt: new Date().toISOString(),
      plannedAt: due,
      dueAt: due,
      undoUntil: null,
      failure: null,
    };
    stub.answers['sends:submit'] = { ok: true, value };
    stub.answers['sends:read'] = { ok: true, value };
    stub.answers['sends:cancel'] = { ok: true, value: { ...value, state: 'cancelled' } };
  }, dueAt);

test('only what goes out as somebody else can be sent later or to many', async () => {
  await openComposer(page, harness.site);
  await ui.waitFor({ role: 'combobox', name: 'From' });
  expect(await ui.text()).not.toMatch(/Send later|To many/);
  await chooseMaya();
  await ui.waitFor({ role: 'button', name: 'Send later' });
  await ui.waitFor({ role: 'button', name: 'Send this to many people…' });
});

test('a chosen time stands in the strip, goes along with the email, and Undo gives back form and time', async () => {
  const at = tomorrowAtNine();
  await willSchedule(at);
  await openComposer(page, harness.site);
  await chooseMaya();
  await ui.click({ role: 'button', name: 'Send later' });
  await ui.click({ role: 'button', name: /^Tomorrow/ });
  await ui.waitForText(/Sending as Maya Chen <maya@acme.test> · \w{3} 9:00 AM \(/);
  await stripInSight(page);
  await page.locator('.hl-composer__send').click();
  await ui.waitForText('Scheduled as Maya');
  await expect(page.locator('.hl-composer')).toHaveCount(0);
  expect(await submitted()).toMatchObject([{ subject: 'A word about the role', sendAt: at }]);
  expect(await harness.asked('sends:confirm')).toEqual([]);
  expect(siteSent()).toBe(0);

  await ui.click({ role: 'button', name: 'Undo' });
  await ui.waitForText('nothing was sent');
  await expect(page.locator('.hl-composer__subject')).toHaveValue('A word about the role');
  await ui.waitForText(/Sending as Maya Chen .* · \w{3} 9:00 AM/);
});

test('Esc closes the choice of times, not the form of the site', async () => {
  await openComposer(page, harness.site);
  await chooseMaya();
  await ui.click({ role: 'button', name: 'Send later' });
  await ui.waitFor({ role: 'dialog', name: 'When should it go?' });
  await page.keyboard.press('Escape');
  await ui.waitUntilGone({ role: 'dialog' });
  await expect(page.locator('.hl-composer')).toHaveCount(1);
  await expect(page.locator('.hl-prompt')).toHaveCount(0);
});

test('going back to Myself forgets the time, and the site sends as ever', async () => {
  await openComposer(page, harness.site);
  await chooseMaya();
  await ui.click({ role: 'button', name: 'Send later' });
  await ui.click({ role: 'button', name: /^Tomorrow/ });
  await ui.click({ role: 'combobox', name: 'From' });
  await ui.click({ role: 'option', name: /Myself/ });
  await page.locator('.hl-composer__send').click();
  await page.locator('.hl-toast').waitFor();
  expect(siteSent()).toBe(1);
  expect(await submitted()).toEqual([]);
});

test('“To many…” hands the text over, also without a recipient, and leaves the form as it is', async () => {
  await openComposer(page, harness.site);
  await page.locator('.hl-chip button').click();
  await expect(page.locator('.hl-chip')).toHaveCount(0);
  await chooseMaya();
  await ui.click({ role: 'button', name: 'Send this to many people…' });
  await ui.waitForText('This form stays as it is.');
  expect(await harness.asked<BatchTemplate>('batches:begin')).toEqual([
    {
      grantId: 'grant-maya',
      subject: 'A word about the role',
      html: '<p>Hi Jonas, do you have twenty minutes this week?</p>',
    },
  ]);
  await expect(page.locator('.hl-editor__body')).toContainText('twenty minutes');
  expect(await submitted()).toEqual([]);
  expect(siteSent()).toBe(0);
});
