import { expect, type Page } from 'playwright/test';
import { openComposer, type ContentHarness } from './support/content-harness.ts';
import { injected } from './support/injected.ts';
import { stripInSight } from './support/strip-in-sight.ts';
import { test } from './support/workers.ts';

// A site whose scripts work against the person: nothing goes out as somebody else without their own, informed act.

let harness: ContentHarness;
let page: Page;
let ui: ReturnType<typeof injected>;
let sentBefore: number;

test.beforeEach(async ({ harness: workers }) => {
  harness = workers;
  await harness.arrange((stub) => stub.reset());
  // A window that nobody answers.
  await harness.arrange((stub) => {
    stub.answers['sends:confirm'] = {
      ok: false,
      error: { code: 'refused', message: 'You did not confirm it.' },
    };
  });
  page = await harness.context.newPage();
  ui = injected(page);
  sentBefore = harness.siteSends();
  await openComposer(page, harness.site);
  await ui.click({ role: 'combobox', name: 'From' });
  await ui.click({ role: 'option', name: /Maya/ });
  await stripInSight(page);
});
test.afterEach(() => page.close());

/** Until what the page has been told has been drawn, and what comes of that. */
const nextFrames = (page: Page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
const count = (type: string) => harness.asked(type).then(({ length }) => length);
const siteSent = () => harness.siteSends() - sentBefore;
const host = '.hl-composer__fields > :not([class])';

test.describe('scripted acts send nothing', () => {
  const scripts: Record<string, () => void> = {
    'element.click()': () => document.querySelector<HTMLElement>('.hl-composer__send')!.click(),
    'a dispatched click': () =>
      document
        .querySelector('.hl-composer__send')!
        .dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true })),
    'a dispatched shortcut': () =>
      document
        .querySelector('.hl-editor__body')!
        .dispatchEvent(
          new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true }),
        ),
    'a form around the button': () => {
      const form = document.createElement('form');
      const composer = document.querySelector('.hl-composer')!;
      composer.before(form);
      form.append(composer);
      form.requestSubmit();
    },
  };
  for (const [name, script] of Object.entries(scripts))
    test(name, async () => {
      const cdp = await harness.context.newCDPSession(page);
      // Not `page.evaluate`, which is a gesture.
      const run = async (expression: string) =>
        (await cdp.send('Runtime.evaluate', { expression })).result.value as unknown;
      // The choice was one, for 5 s. A window that opens uses it up, and leaves the script alone.
      await run('open().close()');
      expect(await run('navigator.userActivation.isActive')).toBe(false);
      await run(`(${script.toString()})()`);
      await ui.waitForText('tried to send as Maya without you');
      expect(await count('sends:submit')).toBe(0);
      expect(await count('sends:confirm')).toBe(0);
      expect(siteSent()).toBe(0);
    });

  test('within a gesture it is asked about in our own window', async () => {
    await page.mouse.click(300, 700);
    await page.evaluate(() => document.querySelector<HTMLElement>('.hl-composer__send')!.click());
    await expect.poll(() => count('sends:confirm')).toBe(1);
    await ui.waitForText('You did not confirm it.');
    expect(await count('sends:submit')).toBe(0);
    expect(siteSent()).toBe(0);
  });
});

test.describe('a strip that is not in plain sight leads to our own window', () => {
  const attacks: Record<string, (host: string) => void> = {
    'covered, letting clicks through': (host) => {
      const { left, top, width, height } = document.querySelector(host)!.getBoundingClientRect();
      const cover = document.createElement('div');
      cover.style.cssText = `position:fixed;left:${left}px;top:${top}px;width:${width}px;height:${height}px;background:#fff;z-index:99;pointer-events:none`;
      document.body.append(cover);
    },
    'covered from the top layer': (host) => {
      const { left, top, width, height } = document.querySelector(host)!.getBoundingClientRect();
      const cover = document.createElement('div');
      cover.popover = 'manual';
      cover.style.cssText = `position:fixed;inset:auto;left:${left}px;top:${top}px;width:${width}px;height:${height}px;background:#fff;pointer-events:none`;
      document.body.append(cover);
      cover.showPopover();
    },
    'faded with its form': () => {
      document.querySelector<HTMLElement>('.hl-composer__fields')!.style.opacity = '0.02';
    },
    'blurred by a filter': () => {
      document.querySelector<HTMLElement>('.hl-composer__fields')!.style.filter = 'blur(9px)';
    },
    'shrunk by a transform': () => {
      document.querySelector<HTMLElement>('.hl-composer__fields')!.style.transform = 'scale(0.2)';
    },
    'clipped away': () => {
      document.querySelector<HTMLElement>('.hl-composer__fields')!.style.cssText =
        'height:20px;overflow:hidden';
    },
    'moved out of sight': () => {
      document.querySelector<HTMLElement>('.hl-composer__fields')!.style.cssText =
        'position:fixed;left:-3000px;top:0;width:500px';
    },
    'removed for good': (host) => {
      const remove = () => document.querySelector(host)?.remove();
      new MutationObserver(remove).observe(document, { childList: true, subtree: true });
      remove();
    },
    'not displayed': () => {
      document.querySelector<HTMLElement>('.hl-composer__fields')!.style.display = 'none';
    },
  };
  for (const [name, attack] of Object.entries(attacks))
    test(name, async () => {
      await page.evaluate(attack, host);
      await page.locator('.hl-composer__send').click();
      await expect.poll(() => count('sends:confirm'), { timeout: 5000 }).toBe(1);
      expect(await count('sends:submit')).toBe(0);
      expect(siteSent()).toBe(0);
      await expect(page.locator('.hl-editor__body')).toContainText('twenty minutes');
    });

  test('covered at the moment of the press', async () => {
    await page.evaluate((host) => {
      window.addEventListener('pointermove', () => {
        if (document.querySelector('.cover')) return;
        const { left, top, width, height } = document.querySelector(host)!.getBoundingClientRect();
        const cover = document.createElement('div');
        cover.className = 'cover';
        cover.style.cssText = `position:fixed;left:${left}px;top:${top}px;width:${width}px;height:${height}px;background:#fff;z-index:99;pointer-events:none`;
        document.body.append(cover);
      });
    }, host);
    await page.locator('.hl-composer__send').click();
    await expect.poll(() => count('sends:confirm'), { timeout: 5000 }).toBe(1);
    expect(await count('sends:submit')).toBe(0);
  });
});

test('the page can style our host as it likes and changes nothing', async () => {
  const before = await ui.boxOf({ role: 'combobox', name: 'From' });
  await page.evaluate((host) => {
    const style = document.createElement('style');
    style.textContent = `${host}{display:none!important;opacity:0!important;font-size:90px!important;all:unset!important}`;
    document.head.append(style);
    document.querySelector<HTMLElement>(host)!.style.cssText = 'display:none!important;opacity:0!important';
  }, host);
  expect(await ui.boxOf({ role: 'combobox', name: 'From' })).toEqual(before);
  await page.locator('.hl-composer__send').click();
  await ui.waitForText('Going out as Maya');
});

test('the page can neither reach into our roots nor find our files', async () => {
  expect(await page.evaluate((host) => document.querySelector(host)!.shadowRoot, host)).toBeNull();
  const files = ['manifest.json', 'index', 'composer', 'panel'].map(
    (name) =>
      new URL(name.includes('.') ? name : `extension/content/${name}.iife.js`, harness.worker.url()).href,
  );
  // A page without a policy of its own, which would keep it from trying.
  await page.route('**/plain', (route) => route.fulfill({ contentType: 'text/html', body: '<p>Hello</p>' }));
  await page.goto(`${harness.site.url}/plain`);
  const reachable = await page.evaluate(async (files) => {
    const answers = await Promise.allSettled(files.map((file) => fetch(file, { mode: 'no-cors' })));
    return answers.map(({ status }) => status);
  }, files);
  expect(reachable).toEqual(files.map(() => 'rejected'));
});

test('a row that the site drops comes back, and the choice stands', async () => {
  await page.evaluate((host) => document.querySelector(host)!.remove(), host);
  await ui.waitForText('Sending as Maya');
  await page.locator('.hl-composer__send').click();
  await ui.waitForText('Going out as Maya');
  expect(await count('sends:submit')).toBe(1);
  expect(siteSent()).toBe(0);
});

test('a page that poses as a newer script of ours achieves nothing', async () => {
  await page.evaluate(() => document.dispatchEvent(new CustomEvent('behalf:started', { cancelable: true })));
  await page.locator('.hl-composer__send').click();
  await ui.waitForText('Going out as Maya');
  expect(siteSent()).toBe(0);
});

test('a second injection doubles nothing', async () => {
  await harness.worker.evaluate(`(async () => {
    for (const { id } of await chrome.tabs.query({ url: 'http://hireline.localhost/*' }))
      await chrome.scripting.executeScript({ target: { tabId: id }, files: ['extension/content/index.iife.js'] });
  })()`);
  await nextFrames(page);
  expect(await ui.findAll({ role: 'combobox', name: 'From' })).toHaveLength(1);
  await page.locator('.hl-composer__send').click();
  await ui.waitForText('Going out as Maya');
  expect(await count('sends:submit')).toBe(1);
  expect(await count('surfaces:load')).toBe(1);
});

test("inside somebody else's frame there is nothing of ours", async () => {
  const framed = await harness.context.newPage();
  await framed.route(`${harness.site.url}/**`, async (route) => {
    const response = await route.fetch({
      url: route.request().url().replace('hireline.localhost', '127.0.0.1'),
    });
    const headers = { ...response.headers(), 'content-security-policy': '' };
    await route.fulfill({ response, headers });
  });
  await framed.route('http://evil.localhost/', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<iframe src="${harness.site.url}/candidates/jonas-weber" width=1000 height=700></iframe>`,
    }),
  );
  await harness.arrange((stub) => void (stub.asked.length = 0));
  await framed.goto('http://evil.localhost/');
  const frame = framed.frameLocator('iframe');
  await frame.locator('.hl-profile__email').click();
  await frame.locator('.hl-composer__row--from').waitFor();
  await nextFrames(framed);
  await expect(frame.locator('.hl-composer__row--from')).toBeVisible();
  // What the page asks for when it stands by itself comes after all that the frame could have asked for.
  await openComposer(framed, harness.site);
  await injected(framed).waitFor({ role: 'combobox', name: 'From' });
  expect(await count('surfaces:load')).toBe(1);
  await framed.close();
});
