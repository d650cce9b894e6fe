import { expect, type Page } from 'playwright/test';
import { asked, askedFor, violations, type Gallery } from './support/gallery.ts';
import { test } from './support/workers.ts';

// Reading what would go out as me, and deciding about it.

let gallery: Gallery;
test.beforeEach(({ gallery: workers }) => {
  gallery = workers;
});

const shown = 'b'.repeat(64);
const changed = 'e'.repeat(64);
const approve = (page: Page) => page.getByRole('button', { name: 'Approve', exact: true });
const letter = (page: Page) => page.frameLocator('iframe[title="The email"]');

test('everything about the email is read before the yes, which names exactly that text', async () => {
  const page = await gallery.open('approve-send');
  for (const fact of [
    'Ravi Patel <ravi@acme.test>',
    'Tom Okafor <tom@acme.test>',
    'Jane Doe <jane.doe@example.test>',
    'Senior platform engineer at Acme',
    'As soon as you approve it',
  ])
    await expect(page.getByText(fact)).toBeVisible();
  await expect(letter(page).getByText('your talk on queues was a joy')).toBeVisible();
  await page.getByText('The terms you gave').click();
  await expect(page.getByText('Tom may send up to 50 emails a day from your mailbox')).toBeVisible();
  await approve(page).click();
  expect(await askedFor(page, 'sends:approve')).toEqual([{ id: 'send-held', contentHash: shown }]);
});

test('what Behalf adds to the words is said before the yes: a picture, links, a line, and who sees what', async () => {
  const page = await gallery.open('approve-tracked');
  await expect(page.getByText('a picture that nobody sees')).toBeVisible();
  await expect(page.getByText('links that lead through Behalf')).toBeVisible();
  await expect(page.getByText('ask not to be written to again')).toBeVisible();
  await expect(page.getByText('You and Tom see when this email is opened')).toBeVisible();
  expect(await violations(page, true)).toEqual([]);
  const plain = await gallery.open('approve-send');
  await expect(plain.getByText('Behalf adds nothing to it.')).toBeVisible();
});

test('a time that was asked for is said', async () => {
  const page = await gallery.open('approve-later', { timezoneId: 'Europe/Berlin' });
  await expect(page.getByText('Thu 27 Nov 09:00 (Berlin)')).toBeVisible();
});

test('once it is decided, when it went is said, and nothing of what was planned', async () => {
  const sent = await gallery.open('approve-sent', { timezoneId: 'Europe/Berlin' });
  await expect(sent.getByText(/25 Nov 09:05 \(Berlin\)/)).toBeVisible();
  for (const story of ['approve-sent', 'approve-approved', 'approve-rejected', 'approve-taken-back']) {
    const page = await gallery.open(story);
    await expect(page.getByText('Jane Doe <jane.doe@example.test>')).toBeVisible();
    await expect(page.getByText('As soon as you approve it')).toHaveCount(0);
  }
});

test('a click that was meant for something else agrees to nothing', async () => {
  const page = await gallery.open('approve-send');
  await expect(approve(page)).toBeDisabled();
  await approve(page).click({ force: true });
  expect(await askedFor(page, 'sends:approve')).toEqual([]);
  await expect(approve(page)).toBeEnabled();
});

test('a text that changed meanwhile is shown and said to be new, and approved only as it is now', async () => {
  const page = await gallery.open('approve-changed');
  await approve(page).click();
  await expect(
    page.getByText('Tom has changed this email since you opened it. Nothing was sent.'),
  ).toBeVisible();
  await expect(letter(page).getByText('Another text')).toBeVisible();
  expect(await askedFor(page, 'sends:approve')).toEqual([{ id: 'send-held', contentHash: shown }]);
  await approve(page).click();
  await expect(page.getByRole('heading', { name: 'Approved: it is on its way' })).toBeFocused();
  expect((await askedFor<{ contentHash: string }>(page, 'sends:approve')).at(-1)?.contentHash).toBe(changed);
});

test('Reject is one click, and says beforehand what it does', async () => {
  const page = await gallery.open('approve-send');
  await expect(page.getByText('Reject ends it: it does not go out, can’t be brought back')).toBeVisible();
  await page.getByRole('button', { name: 'Reject' }).click();
  expect(await askedFor(page, 'sends:reject')).toEqual([{ id: 'send-held' }]);
});

test('is done by keyboard alone', async () => {
  const page = await gallery.open('approve-send');
  await expect(approve(page)).toBeEnabled();
  for (let steps = 0; steps < 10; steps += 1) {
    await page.keyboard.press('Tab');
    if (await approve(page).evaluate((button) => button.matches(':focus'))) break;
  }
  await page.keyboard.press('Enter');
  expect(await askedFor(page, 'sends:approve')).toHaveLength(1);
});

test('nothing in the email runs, loads, leads away or lies over the page', async () => {
  const page = await gallery.open('approve-hostile');
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.reload();
  await expect(letter(page).getByText('cover')).toBeVisible();
  const frame = page.locator('iframe[title="The email"]');
  expect(await frame.getAttribute('sandbox')).toBe('allow-same-origin');
  for (const gone of [
    'script',
    'style',
    'iframe',
    'form',
    'svg',
    'img',
    'link',
    'base',
    '[onclick]',
    '[href]',
  ])
    await expect(letter(page).locator(`body ${gone}`)).toHaveCount(0);
  await letter(page).getByText('bad link').click();
  await expect(page).toHaveTitle('approve-hostile');
  expect(requests.filter((url) => !url.startsWith(gallery.address) && !url.startsWith('about:'))).toEqual([]);
});

test('words that were made too small or white to see are seen', async () => {
  const page = await gallery.open('approve-send');
  const words = letter(page).getByText('twenty minutes');
  await expect(words).toBeVisible();
  const look = await words.evaluate((element) => {
    const [own, around] = [getComputedStyle(element), getComputedStyle(element.parentElement!)];
    return { sameSize: own.fontSize === around.fontSize, sameColour: own.color === around.color };
  });
  expect(look).toEqual({ sameSize: true, sameColour: true });
});

test('where links lead and where pictures come from is said, and links lead nowhere from here', async () => {
  const page = await gallery.open('approve-send');
  await expect(page.getByText('All roles → https://track.test/r?x=1')).toBeVisible();
  await expect(page.getByText('Pictures are not loaded here. They come from track.test.')).toBeVisible();
  await expect(letter(page).getByText('Picture: Our office')).toBeVisible();
  await letter(page).getByText('All roles').click();
  await expect(page.getByRole('heading', { name: 'Tom wants to send this email as you' })).toBeVisible();
  expect(page.frames().map((each) => each.url())).not.toContain('https://track.test/r?x=1');
});

test('the plain-text part can be read, and is shown by itself where it says something else', async () => {
  const page = await gallery.open('approve-send');
  await page.getByRole('button', { name: 'Plain text' }).click();
  await expect(page.locator('.email-text')).toContainText('Would you have twenty minutes this week?');
  const differing = await gallery.open('approve-parts-differ');
  await expect(differing.getByText('says one thing with formatting and another as plain text')).toBeVisible();
  await expect(differing.getByText('send us your bank details')).toBeVisible();
  await expect(letter(differing).getByText('your talk on queues was a joy')).toBeVisible();
  const elsewhere = await gallery.open('approve-link-differs');
  await expect(elsewhere.getByText('https://evil.test/sign-in')).toBeVisible();
});

test('what was decided elsewhere can’t be decided again', async () => {
  for (const [story, heading] of [
    ['approve-taken-back', 'Tom has taken this email back'],
    ['approve-rejected', 'Rejected: it does not go out'],
    ['approve-not-mine', 'This email waits for Maya, not for you'],
  ] as const) {
    const page = await gallery.open(story);
    await expect(page.getByRole('heading', { name: heading })).toBeVisible();
    await expect(page.getByRole('button', { name: /Approve|Reject/ })).toHaveCount(0);
    await page.close();
  }
});

test('one decision leads to the next question', async () => {
  const page = await gallery.open('approve-with-others');
  await expect(page.getByText('Tom wants to send 3 emails as you')).toBeVisible();
  await page.getByRole('button', { name: 'Read and decide' }).first().click();
  expect(await askedFor(page, 'pages:open')).toEqual([{ page: 'approve', sendId: 'other' }]);
});

test.describe('a batch', () => {
  test('is one question: its emails can be walked through, and the yes is to all as they are', async () => {
    const page = await gallery.open('approve-batch');
    await expect(
      page.getByRole('heading', { name: 'Tom wants to send these 214 emails as you' }),
    ).toBeVisible();
    await expect(page.getByText('Of 107 of these 214 emails opens or clicks are looked at')).toBeVisible();
    await expect(letter(page).getByText('Hello Jane Doe')).toBeVisible();
    await expect(page.getByText('Behalf adds nothing to it.')).toBeVisible();
    await page.getByRole('button', { name: 'Next' }).press('Enter');
    await expect(letter(page).getByText('Hello Jonas Weber')).toBeVisible();
    await expect(page.getByText('You and Tom see sums over many emails only')).toBeVisible();
    await page.getByRole('spinbutton', { name: 'Number' }).fill('214');
    await expect(letter(page).getByText('Hello number 214')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Next' })).toBeDisabled();
    await expect(page.getByText('You have looked at 3 of 214.')).toBeVisible();
    await page.getByText('All recipients').click();
    await page.getByRole('button', { name: 'Aiko Tanaka' }).click();
    await expect(letter(page).getByText('Hello Aiko Tanaka')).toBeVisible();
    expect(await violations(page, true)).toEqual([]);
    await page.getByRole('button', { name: 'Approve all 214' }).click();
    await expect(page.getByRole('heading', { name: 'Approved: they go out' })).toBeFocused();
    expect(await askedFor(page, 'batches:approve')).toEqual([{ id: 'batch-1', contentHash: 'd'.repeat(64) }]);
  });

  test('that changed meanwhile is shown as it is now before it can be approved, and counts as not looked at', async () => {
    const page = await gallery.open('approve-batch-changed');
    await expect(letter(page).getByText('Hello Jane Doe')).toBeVisible();
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(page.getByText('You have looked at 2 of 214.')).toBeVisible();
    await page.getByRole('button', { name: 'Previous' }).click();
    await page.getByRole('button', { name: 'Approve all 214' }).click();
    await expect(letter(page).getByText('Another text')).toBeVisible();
    await expect(page.getByText('You have looked at 1 of 214.')).toBeVisible();
    await page.getByRole('button', { name: 'Approve all 214' }).click();
    await expect(page.getByRole('heading', { name: 'Approved: they go out' })).toBeFocused();
    expect(await askedFor(page, 'batches:approve')).toEqual([
      { id: 'batch-1', contentHash: 'd'.repeat(64) },
      { id: 'batch-1', contentHash: 'e'.repeat(64) },
    ]);
  });

  test('is rejected as a whole', async () => {
    const page = await gallery.open('approve-batch');
    await page.getByRole('button', { name: 'Reject all 214' }).click();
    await expect(page.getByRole('heading', { name: 'Nothing more of this goes out' })).toBeFocused();
    expect((await asked(page)).map(({ type }) => type)).not.toContain('batches:approve');
  });
});

test('a refusal is said, and what stands there stays', async () => {
  const page = await gallery.open('approve-refused');
  await approve(page).click();
  await expect(page.getByRole('alert')).toContainText('can’t be reached');
  await expect(letter(page).getByText('your talk on queues was a joy')).toBeVisible();
});
