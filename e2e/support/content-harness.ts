import { chromium, type BrowserContext, type Page, type Worker } from 'playwright/test';
import { leanBrowser } from '../../demo/journey/lean-browser.ts';
import { startSite, type RunningSite } from '../../demo/site/start.ts';
import { extensionDir, stubbedDir } from './built.ts';

/** The parts of the stub worker (`stub-worker.js`) that tests touch, as they see them inside the worker. */
export type Stub = {
  asked: { type: string; payload: unknown }[];
  answers: Record<string, unknown>;
  senders: { grantId: string | null; usable: boolean; reason: string | null }[];
  sends: Record<string, { state: string }>;
  undoMs: number;
  /** How far the server's clock is ahead of the browser's. */
  serverAheadMs: number;
  reset(): void;
  /** Keeps answers back until `release`. */
  hold(): void;
  release(): void;
  changed(...topics: string[]): void;
  /** Tells the pages that Behalf was turned off for their site. */
  turnOff(): void;
};

export interface ContentHarness {
  site: RunningSite;
  context: BrowserContext;
  worker: Worker;
  /** How many emails pages have asked the site itself to send, as the browser saw it. */
  siteSends(): number;
  /** Sets what the worker answers from now on. */
  arrange<Value>(change: (stub: Stub, value: Value) => void, value?: Value): Promise<void>;
  /** Messages of `type` that reached the worker so far. */
  asked<Payload>(type: string): Promise<Payload[]>;
  close(): Promise<void>;
}

/**
 * The built content script in a real Chromium on the sample site, with a worker that answers what a test tells it to:
 * faults and races can be made here that the real worker and server would need luck for.
 */
export async function startContentHarness(
  options: { colorScheme?: 'light' | 'dark'; realWorker?: boolean } = {},
): Promise<ContentHarness> {
  const dir = options.realWorker ? extensionDir : stubbedDir;
  const site = await startSite({ latency: 50 });
  const context = await chromium.launchPersistentContext('', {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    viewport: { width: 1280, height: 800 },
    colorScheme: options.colorScheme ?? 'light',
    args: [`--disable-extensions-except=${dir}`, `--load-extension=${dir}`, '--no-sandbox', ...leanBrowser],
  });
  let siteSends = 0;
  context.on('request', (request) => {
    if (request.method() === 'POST' && new URL(request.url()).pathname.endsWith('/emails')) siteSends += 1;
  });
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  return {
    site,
    context,
    worker,
    siteSends: () => siteSends,
    arrange: async (change, value) => {
      const source = `(${change.toString()})(stub, ${JSON.stringify(value) ?? 'undefined'})`;
      await worker.evaluate(source);
    },
    asked: <Payload>(type: string) =>
      worker.evaluate(
        (wanted) =>
          (globalThis as unknown as { stub: Stub }).stub.asked
            .filter(({ type }) => type === wanted)
            .map(({ payload }) => payload),
        type,
      ) as Promise<Payload[]>,
    async close() {
      await context.close();
      await site.close();
    },
  };
}

/** Opens a candidate's compose form with something in it. */
export async function openComposer(page: Page, site: RunningSite, candidate = 'jonas-weber'): Promise<void> {
  if (!page.url().includes(`/candidates/${candidate}`))
    await page.goto(`${site.url}/candidates/${candidate}`);
  await page.locator('.hl-profile__email').click();
  await page.locator('.hl-editor__body > *').first().waitFor();
  await page.fill('#hl-composer-subject', 'A word about the role');
  await page.fill('.hl-editor__body', 'Hi Jonas, do you have twenty minutes this week?');
}
