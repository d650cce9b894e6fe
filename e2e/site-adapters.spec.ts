import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from 'playwright/test';
import { build, type Rollup } from 'vite';
import type { DraftReading, SiteAdapter } from '../extension/sites/site-adapter.ts';
import { test } from './support/workers.ts';

// Every adapter on saved pages of its site, in a real browser's DOM: `extension/sites/<site>/fixtures/*.html`.

const sites = fileURLToPath(new URL('../extension/sites/', import.meta.url));
const folders = (await readdir(sites, { withFileTypes: true })).filter((entry) => entry.isDirectory());
const fixtures = (
  await Promise.all(
    folders.map(async ({ name }) =>
      (await readdir(`${sites}${name}/fixtures`)).map((file) => ({
        site: name,
        file: `${name}/fixtures/${file}`,
      })),
    ),
  )
).flat();

declare const registry: {
  siteAdapters: readonly SiteAdapter[];
  detectSite(page: Document): SiteAdapter | undefined;
};
let page: Page;
let script: string;

// One worker builds the registry, and none waits long for the other.
test.describe.configure({ mode: 'default' });
test.beforeAll(async () => {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, lib: { entry: `${sites}registry.ts`, formats: ['iife'], name: 'registry' } },
  })) as Rollup.RollupOutput[];
  script = built[0]!.output[0].code;
});
test.beforeEach(async ({ gallery }) => {
  page = await gallery.browser.newPage();
});
test.afterEach(() => page.close());

const open = async (fixture: string) => {
  await page.setContent(await readFile(`${sites}${fixture}`, 'utf8'));
  await page.addScriptTag({ content: script });
};

test('each site folder is in the registry under its own name', async () => {
  await open(fixtures[0]!.file);
  expect(await page.evaluate(() => registry.siteAdapters.map(({ id }) => id))).toEqual(
    folders.map(({ name }) => name),
  );
});

for (const { site, file } of fixtures)
  test(`${file} is recognised as ${site} and as nothing else`, async () => {
    await open(file);
    const found = await page.evaluate(() =>
      registry.siteAdapters.filter((a) => a.detect(document)).map(({ id }) => id),
    );
    expect(found).toEqual([site]);
  });

test('a page that names itself otherwise is nobody’s', async () => {
  await page.setContent('<meta name="application-name" content="Payroll"><div class="hl-composer"></div>');
  await page.addScriptTag({ content: script });
  expect(await page.evaluate(() => registry.detectSite(document)?.id)).toBeUndefined();
});

test.describe('hireline', () => {
  const read = () =>
    page.evaluate((): DraftReading => {
      const site = registry.detectSite(document)!;
      return site.composer(site.composers(document)[0]!).readDraft();
    });

  test('reads the one recipient, the subject and the text', async () => {
    await open('hireline/fixtures/compose.html');
    const reading = await read();
    expect(reading).toMatchObject({
      ok: true,
      draft: {
        to: { email: 'eve.oneil@candidate.test', name: "<b>Eve</b> O'Neil" },
        html: expect.stringContaining('<p>'),
      },
    });
    expect(reading.ok && reading.draft.subject).not.toBe('');
  });

  const spoil: [string, string, () => void][] = [
    ['no recipient', 'no_recipient', () => document.querySelector('.hl-chip')!.remove()],
    [
      'a second recipient',
      'several_recipients',
      () => {
        const chip = document.querySelector('.hl-chip')!;
        chip.after(chip.cloneNode(true));
      },
    ],
    [
      'a half-typed recipient',
      'unfinished_recipient',
      () => {
        document.querySelector<HTMLInputElement>('.hl-recipients__input')!.value = 'maya@';
      },
    ],
    [
      'no subject',
      'no_subject',
      () => {
        document.querySelector<HTMLInputElement>('.hl-composer__subject')!.value = ' ';
      },
    ],
    [
      'no text',
      'no_message',
      () => {
        document.querySelector('.hl-editor__body')!.innerHTML = '<p><br></p>';
      },
    ],
  ];
  for (const [name, problem, change] of spoil)
    test(`${name} is said as ${problem}`, async () => {
      await open('hireline/fixtures/compose.html');
      await page.evaluate(change);
      expect(await read()).toEqual({ ok: false, problem });
    });

  test('the From row goes where the site’s own stands, with its measures', async () => {
    await open('hireline/fixtures/compose.html');
    const at = await page.evaluate(() => {
      const site = registry.detectSite(document)!;
      const composer = site.composer(site.composers(document)[0]!);
      const { parent, before, instead } = composer.fromRow()!;
      return [parent.className, before?.textContent, before === instead, Object.keys(composer.rowLook!()!)];
    });
    expect(at).toEqual([
      'hl-composer__fields',
      expect.stringContaining('From:'),
      true,
      ['start', 'end', 'gap', 'label', 'height', 'line'],
    ]);
  });

  test('the panel goes to the end of the email settings, and nowhere else', async () => {
    const mount = () =>
      page.evaluate(() => registry.detectSite(document)!.settingsMount(document)?.parent.id ?? null);
    await open('hireline/fixtures/email-settings.html');
    expect(await mount()).toBe('settings-email');
    await page.evaluate(() =>
      document.querySelectorAll('.hl-settings-card').forEach((card) => card.remove()),
    );
    expect(await mount()).toBeNull();
    await open('hireline/fixtures/compose.html');
    expect(await mount()).toBeNull();
  });
});
