import { expect, test, type Browser, type Page } from 'playwright/test';
import { asked, startGallery, violations, type Gallery } from './support/gallery.ts';

let gallery: Gallery;
let browser: Browser;
let address: string;
let names: string[];

test.beforeAll(async () => {
  gallery = await startGallery();
  ({ browser, address } = gallery);
  names = await gallery.names();
});
test.afterAll(() => gallery?.close());

const open: Gallery['open'] = (...story) => gallery.open(...story);

const isWholePage = (story: string) =>
  /^(popup-|options-|confirm-|approve-|outbox-|batch-|panel-(?!site))/.test(story);
/** Names, roles and order are the same in every look; colours change with the scheme, sizes with the width. */
const looks = [
  { width: 1280, scheme: 'light', only: undefined },
  { width: 1280, scheme: 'dark', only: ['color-contrast'] },
  { width: 400, scheme: 'light', only: ['target-size', 'color-contrast'] },
  { width: 400, scheme: 'dark', only: ['color-contrast'] },
] as const;

test('axe finds nothing in any state and any look', async () => {
  test.setTimeout(240_000);
  const page = await open('');
  for (const name of names) {
    await page.goto(`${address}?${name}`);
    await page.locator('.bh-in').first().waitFor({ state: 'attached' });
    expect.soft(await page.getByText('MISSING').count(), `${name} has all its texts`).toBe(0);
    for (const { width, scheme, only } of looks) {
      const look = `${name} at ${width} px, ${scheme}`;
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 800 });
      expect.soft(await violations(page, isWholePage(name), only), look).toEqual([]);
      const reach = await page.evaluate(() => document.documentElement.scrollWidth);
      expect.soft(reach, `${look} fits its width`).toBeLessThanOrEqual(width);
    }
  }
});

test.describe('the From picker', () => {
  test('is found clean by axe while it is open', async () => {
    const page = await open('picker-chosen');
    await page.getByRole('combobox').click();
    expect(await violations(page, false)).toEqual([]);
  });

  test('opens without asking anything and puts Myself (this site) first', async () => {
    const page = await open('picker-chosen');
    await page.getByRole('combobox').click();
    await expect(page.getByRole('option').first()).toContainText('Myself (this site)');
    expect(await asked(page)).toEqual([]);
  });

  test('is driven by arrows, Home, End and Enter', async () => {
    const page = await open('picker-myself');
    const combobox = page.getByRole('combobox', { name: 'From' });
    await combobox.focus();
    await page.keyboard.press('ArrowDown');
    await expect(combobox).toHaveAttribute('aria-expanded', 'true');
    await page.keyboard.press('End');
    await expect(page.locator('[data-active]')).toContainText('Sofia');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(combobox).toHaveValue('Maya Chen');
    await expect(combobox).toHaveAttribute('aria-expanded', 'false');
    await expect(page.getByText('Sending as Maya Chen <maya@acme.test>')).toBeVisible();
  });

  test('filters by what is typed, and Esc brings the choice back', async () => {
    const page = await open('picker-many');
    const combobox = page.getByRole('combobox');
    await combobox.click();
    await page.keyboard.type('person123@');
    await expect(page.getByRole('option')).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('listbox')).toHaveCount(0);
    await expect(combobox).toHaveValue('Myself (this site)');
    await expect(combobox).toBeFocused();
  });

  test('names how many it does not show', async () => {
    const page = await open('picker-many');
    await page.getByRole('combobox').click();
    await expect(page.getByRole('option')).toHaveCount(50);
    await expect(page.getByText('251 more. Type to find them.')).toBeVisible();
  });

  test('lets nobody choose an unusable sender, and says why', async () => {
    const page = await open('picker-myself');
    await page.getByRole('combobox').click();
    const lena = page.getByRole('option', { name: /Lena/ });
    await expect(lena).toContainText('Lena’s mailbox is disconnected');
    await expect(lena).toHaveAttribute('aria-disabled', 'true');
    await lena.click({ force: true });
    await expect(page.getByRole('combobox')).toHaveValue('Myself (this site)');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('combobox')).toHaveValue('Myself (this site)');
  });

  test('is as high while it loads as when it has loaded', async () => {
    const height = async (story: string) =>
      (await (await open(story)).locator('.from-picker').boundingBox())!.height;
    expect(await height('picker-loading')).toBe(await height('picker-myself'));
  });
});

test.describe('the toast', () => {
  test('announces the sentence once, not each second', async () => {
    const page = await open('toast-undoable');
    const status = page.getByRole('status');
    await expect(status).toHaveText('Sent as Maya');
    const undo = page.getByRole('button', { name: 'Undo' });
    await expect(undo).toContainText('8');
    await expect(undo).toContainText('7');
    await expect(status).toHaveText('Sent as Maya');
    await expect(undo).toHaveAccessibleName('Undo');
  });
});

test.describe('the panel', () => {
  for (const [where, story, level] of [
    ['in a site, under the site’s own', 'panel-site', 2],
    ['on our own page', 'panel-page', 1],
  ] as const)
    test(`has one title, ${where}`, async () => {
      const page = await open(story);
      const panel = page.getByRole('region', { name: 'Sending on behalf of others' });
      const title = panel.getByRole('heading', { name: 'Sending on behalf of others' });
      await expect(title).toBeVisible();
      expect(await title.evaluate(({ tagName }) => tagName)).toBe(`H${level}`);
      expect(await panel.getAttribute('aria-labelledby')).toBe(await title.getAttribute('id'));
      await expect(page.getByRole('heading', { name: 'Sending on behalf of others' })).toHaveCount(1);
    });

  test('says what a revocation will stop, with the focus on the harmless button', async () => {
    const page = await open('panel-page');
    await page.getByRole('button', { name: /Revoke Tom/ }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Stop Tom from sending as you?' });
    await expect(dialog).toContainText('12 scheduled emails will not go out.');
    await expect(dialog.getByRole('button', { name: 'Keep as it is' })).toBeFocused();
    expect(await violations(page, false)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(page.getByRole('button', { name: /Tom Okafor.*Tom sends as you/ })).toBeFocused();
    expect((await asked(page)).map(({ type }) => type)).not.toContain('grants:revoke');
  });

  test('shows at once in the table what it says was done, though the list takes its time', async () => {
    const page = await open('panel-read-once');
    const row = page.getByRole('row', { name: /Tom sends as you/ });
    await expect(row).toContainText('Active');
    await row.getByRole('button', { name: /Revoke/ }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('Tom can’t send as you any more.').waitFor();
    expect(await row.textContent()).toContain('Revoked');
    await page.getByRole('combobox', { name: 'Send on behalf of' }).click();
    await page.getByRole('option', { name: /Nora/ }).click();
    await expect(row).toContainText('Revoked');
  });

  test('accepts with the digest of the terms shown, on our own page', async () => {
    const page = await open('panel-opened-request');
    await expect(page.getByText('Lena may send up to 20 emails a day from your mailbox until')).toBeVisible();
    await page.getByRole('button', { name: 'Accept', exact: true }).click();
    expect(await asked(page)).toContainEqual({
      type: 'grants:accept',
      payload: { id: expect.any(String), termsDigest: 'a'.repeat(64) },
    });
  });

  test('gives no consent inside a site: it asks for our own window', async () => {
    const page = await open('panel-site-opened-request');
    await page.getByRole('button', { name: 'Accept', exact: true }).click();
    await page.getByRole('combobox', { name: 'Let someone send for me' }).click();
    await page.keyboard.type('nora');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Let Nora send for me' }).click();
    await expect(page.getByText('Confirm it in Behalf’s own window')).toHaveCount(2);
    const types = (await asked(page)).map(({ type }) => type);
    expect(types.filter((type) => type === 'pages:confirm')).toHaveLength(2);
    expect(types).not.toContain('grants:accept');
    expect(types).not.toContain('grants:give');
    await expect(page.getByRole('button', { name: 'Disconnect…' })).toHaveCount(0);
  });

  test('asks on the terms that were set, by keyboard alone', async () => {
    const page = await open('panel-page');
    await page.getByRole('combobox', { name: 'Send on behalf of' }).focus();
    await page.keyboard.type('nora');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Please');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByLabel('Emails a day, at most').fill('5');
    await page.getByLabel('Only to these domains').fill('@Example.com, acme.test');
    await expect(page.getByText('You may send up to 5 emails a day')).toBeVisible();
    await expect(page.getByText('Only to example.com and acme.test.')).toBeVisible();
    await page.getByRole('button', { name: 'Ask Nora' }).press('Enter');
    expect((await asked(page)).find(({ type }) => type === 'grants:request')?.payload).toMatchObject({
      acceptorId: 'id-new',
      note: 'Please',
      terms: { dailyCap: 5, allowedDomains: ['example.com', 'acme.test'] },
    });
    await expect(page.getByText('Nora was asked.')).toBeVisible();
  });

  const beginnings: Record<string, (page: Page) => Promise<void>> = {
    'the end of another one': (page) => page.getByRole('button', { name: /Revoke Tom/ }).click(),
    'a pause': (page) => page.getByRole('switch').click(),
    'a permission for somebody': async (page) => {
      await page.getByRole('combobox', { name: 'Let someone send for me' }).click();
      await page.getByRole('option', { name: /Nora/ }).click();
    },
  };
  for (const [what, begin] of Object.entries(beginnings))
    test(`says what was done until something else is begun: ${what}`, async () => {
      const page = await open('panel-page');
      await page.getByRole('combobox', { name: 'Send on behalf of' }).click();
      await page.getByRole('option', { name: /Nora/ }).click();
      await page.getByRole('button', { name: 'Ask Nora' }).click();
      await expect(page.getByText('Nora was asked.')).toBeVisible();
      await begin(page);
      await expect(page.getByText('Nora was asked.')).toHaveCount(0);
    });

  test('looks afresh at who was chosen', async () => {
    const page = await open('panel-page');
    await page.getByRole('combobox', { name: 'Send on behalf of' }).click();
    await page.getByRole('option', { name: /Nora/ }).click();
    const reads = async () => (await asked(page)).filter(({ type }) => type === 'team:list').length;
    await expect.poll(reads).toBe(2);
  });

  test('refuses terms that are none, and says what is wrong with them', async () => {
    const page = await open('panel-page');
    await page.getByRole('combobox', { name: 'Let someone send for me' }).click();
    await page.getByRole('option', { name: /Nora/ }).click();
    await page.getByLabel('Emails a day, at most').fill('0');
    await expect(page.getByText('A whole number from 1 to 2000.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Let Nora send for me' })).toBeDisabled();
    expect(await violations(page, false)).toEqual([]);
  });

  test('says what it waits for after eight seconds, and offers to try again', async () => {
    const page = await browser.newPage();
    await page.clock.install();
    await page.goto(`${address}?panel-loading`);
    await page.locator('.skeleton').waitFor();
    await page.clock.runFor(8_100);
    await expect(page.getByText('Still waiting for Behalf’s server')).toBeVisible();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => asked(page)).toHaveLength(2);
  });
});

test.describe('deleting my data', () => {
  const dialogOf = async (page: Page) => {
    await page.getByRole('button', { name: 'Delete my data…' }).click();
    return page.getByRole('alertdialog', { name: 'Delete your data?' });
  };

  test('asks nothing of the server before it was begun', async () => {
    const page = await open('options-full');
    await page.getByRole('button', { name: 'Delete my data…' }).waitFor();
    expect((await asked(page)).map(({ type }) => type)).not.toContain('session:deletion');
  });

  test('says what it will stop, and does nothing until the address is typed', async () => {
    const page = await open('options-full');
    const dialog = await dialogOf(page);
    await expect(dialog).toContainText('12 waiting emails will not go out.');
    await expect(dialog).toContainText('3 permissions and requests end');
    await expect(dialog).toContainText('Tom Becker becomes admin');
    expect(await violations(page, true)).toEqual([]);
    const yes = dialog.getByRole('button', { name: 'Delete my data', exact: true });
    const field = dialog.getByRole('textbox');
    await expect(field).toBeFocused();
    for (const typed of ['', 'ravi', 'maya@acme.test']) {
      await field.fill(typed);
      await expect(yes).toBeDisabled();
      await page.keyboard.press('Enter');
    }
    expect((await asked(page)).map(({ type }) => type)).not.toContain('session:delete');
    await field.fill('RAVI@acme.test');
    await yes.hover();
    expect(await violations(page, true), 'readable also under the pointer').toEqual([]);
    await page.keyboard.press('Enter');
    await expect
      .poll(() => asked(page))
      .toContainEqual({
        type: 'session:delete',
        payload: { email: 'RAVI@acme.test' },
      });
  });

  test('is left by Esc and by the harmless button, and the focus goes back', async () => {
    const page = await open('options-full');
    const begin = page.getByRole('button', { name: 'Delete my data…' });
    for (const leave of ['Escape', 'Keep as it is']) {
      const dialog = await dialogOf(page);
      await dialog.getByRole('textbox').fill('ravi@acme.test');
      if (leave === 'Escape') await page.keyboard.press(leave);
      else await dialog.getByRole('button', { name: leave }).click();
      await expect(dialog).toHaveCount(0);
      await expect(begin).toBeFocused();
    }
    expect((await asked(page)).map(({ type }) => type)).not.toContain('session:delete');
  });

  test('can’t be confirmed while nobody can say what it would stop', async () => {
    const page = await open('options-deletion-unknown');
    const dialog = await dialogOf(page);
    await dialog.getByRole('textbox').fill('ravi@acme.test');
    await expect(dialog.getByRole('alert')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Delete my data', exact: true })).toBeDisabled();
    expect(await violations(page, true)).toEqual([]);
  });
});

test('the confirm window shows the body as text, with where links lead, and runs or loads nothing of it', async () => {
  const page = await open('confirm-send');
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.reload();
  const body = page.getByRole('region', { name: 'Text of the email' });
  await expect(body).toContainText('your talk (https://talks.test/queues) was a joy.');
  expect((await body.innerText()).split('\n').slice(0, 4)).toEqual([
    'Hello Jane,',
    'your talk (https://talks.test/queues) was a joy.',
    'Ravi',
    'More.',
  ]);
  await expect(page).toHaveTitle('confirm-send');
  expect(requests.filter((url) => !url.startsWith(address))).toEqual([]);
});

test('the card of an unclear email leads its owner to the Sent folder of that very account', async () => {
  const page = await open('popup-full');
  const link = page.getByRole('link', { name: 'Open your Sent folder' });
  await expect(link).toHaveAttribute(
    'href',
    /^https:\/\/mail\.google\.com\/mail\/u\/\?authuser=[^@#?&]+%40[^@#?&]+#sent$/,
  );
  await page.close();
});

test('names and subjects with markup are shown as text, and turn nothing around', async () => {
  for (const story of [
    'picker-odd-names',
    'panel-odd-names',
    'popup-odd-names',
    'toast-odd-names',
    'confirm-send-odd',
    'approve-odd',
    'outbox-odd-names',
    'batch-problems',
  ]) {
    const page = await open(story);
    const combobox = page.getByRole('combobox').first();
    if (await combobox.count()) await combobox.click();
    await expect(page.getByText('<img src=x onerror=alert(1)>').first()).toBeVisible();
    await expect(page.locator('img[src="x"]')).toHaveCount(0);
    expect(await page.getByText('\u202e').count(), story).toBe(0);
    await page.close();
  }
});

test('text grows with the person’s own text size, also where the site has shrunk its root’s', async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.setFontSizes', { fontSizes: { standard: 32 } });
  for (const story of [
    'panel-site',
    'picker-chosen',
    'toast-undoable',
    'popup-full',
    'options-full',
    'confirm-send',
    'later-in-hours',
    'approve-send',
    'outbox-full',
    'batch-running',
    'batch-problems',
  ]) {
    await page.goto(`${address}?${story}`);
    await page.locator('.bh-in').first().waitFor({ state: 'attached' });
    const size = await page
      .locator('.bh-in')
      .first()
      .evaluate((element) => getComputedStyle(element).fontSize);
    expect(size, story).toBe('28px');
    const reach = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(reach, `${story} fits its width`).toBeLessThanOrEqual(1280);
  }
});
