import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { run } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright/test';
import { preview } from 'vite';
import { leanBrowser } from '../../demo/journey/lean-browser.ts';
import { galleryDir } from './built.ts';
import { findShell } from './find-shell.ts';

const config = join(import.meta.dirname, '../../extension/ui/gallery/vite.config.ts');
const axe = readFileSync(join(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');

/** The built gallery and a browser to look at it. */
export interface Gallery {
  browser: Browser;
  address: string;
  /** Opens a story in a page of its own. */
  open(story: string, options?: Parameters<Browser['newPage']>[0]): Promise<Page>;
  /** The names of all stories. */
  names(): Promise<string[]>;
  close(): Promise<void>;
}

export async function startGallery(): Promise<Gallery> {
  const server = await preview({
    configFile: config,
    logLevel: 'error',
    build: { outDir: galleryDir },
    preview: { port: 0, host: '127.0.0.1', strictPort: false },
  });
  const address = server.resolvedUrls!.local[0]!;
  const browser = await chromium.launch({
    executablePath: findShell(),
    args: ['--no-sandbox', ...leanBrowser],
  });
  const open: Gallery['open'] = async (story, options = {}) => {
    const page = await browser.newPage({ locale: 'en-GB', reducedMotion: 'reduce', ...options });
    await page.goto(`${address}?${story}`);
    await page.waitForFunction(() => 'stories' in globalThis);
    return page;
  };
  return {
    browser,
    address,
    open,
    names: async () => {
      const page = await open('');
      const names = await page.evaluate(() => (globalThis as unknown as { stories: string[] }).stories);
      await page.close();
      return names;
    },
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

type Asked = { type: string; payload: unknown };

/** What the story’s surfaces have asked their client so far. */
export const asked = (page: Page): Promise<Asked[]> =>
  page.evaluate(() => (globalThis as unknown as { asked: Asked[] }).asked);

/** The payloads of one type of message that were asked so far. */
export const askedFor = async <Payload>(page: Page, type: string): Promise<Payload[]> =>
  (await asked(page)).filter((each) => each.type === type).map(({ payload }) => payload as Payload);

/**
 * What axe finds, as “rule: element” lines. A part of a page is not asked for the landmarks of a whole one. `only` names
 * the rules that the look decides about, for states whose other rules were asked in another look.
 */
export async function violations(
  page: Page,
  isWholePage: boolean,
  only?: readonly string[],
): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const asked = { whole: isWholePage, only: only ? [...only] : null };
  return page.evaluate(async ({ whole, only }) => {
    const { axe } = globalThis as unknown as { axe: { run: typeof run } };
    const landmarks = Object.fromEntries(
      ['region', 'landmark-one-main', 'page-has-heading-one'].map((rule) => [rule, { enabled: whole }]),
    );
    const found = await axe.run(document, {
      resultTypes: ['violations'],
      ...(only
        ? { runOnly: { type: 'rule', values: only } }
        : { rules: { ...landmarks, 'target-size': { enabled: true } } }),
    });
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
    );
  }, asked);
}
