import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { BrowserContext } from 'playwright/test';
import { findChromium } from './find-chromium.ts';
import { playMainJourney } from './journey/main-journey.ts';
import { openBrowser } from './journey/open-browser.ts';
import { meetPerson } from './journey/person.ts';
import { stopSignal } from './run-services.ts';
import { startWithExtension } from './start-with-extension.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const out = here('out');
const extensionDir = here('../node_modules/.cache/behalf-demo/extension');

/** How long an email of the tour can be undone (seconds): long enough for the undo, short enough to watch. */
const undoSeconds = 4;

/**
 * The guided tour: plays the whole journey headless, tells each step and keeps a numbered picture of each surface
 * under `demo/out/`. Throws at the first thing that does not hold, and at Ctrl-C once all is ended that it started.
 */
export async function runTour(colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
  findChromium();
  const started = Date.now();
  let wasStopped = false;
  const stopped = stopSignal().then(() => {
    wasStopped = true;
    throw new Error('The tour was stopped before its end. Nothing is left running.');
  });
  stopped.catch(() => {});
  say('The guided tour of Behalf. Everything runs on this machine; Google is a stand-in.');
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const services = await startWithExtension({ undoSeconds }, extensionDir).catch((fault: unknown) =>
    // Ctrl-C reaches what was being started as well, and is no fault of its own.
    wasStopped ? stopped : Promise.reject(fault),
  );
  const browsers: BrowserContext[] = [];
  let steps = 0;
  let pictures = 0;
  const play = async () => {
    const [ravi, maya] = await Promise.all([
      meetPerson(services, browsers[0]!, 'ravi@acme.test'),
      meetPerson(services, browsers[1]!, 'maya@acme.test'),
    ]);
    await playMainJourney({
      services,
      ravi,
      maya,
      step: async (title, run) => {
        steps += 1;
        say(`${String(steps).padStart(2)}. ${title}.`);
        return run();
      },
      show: async (page, name) => {
        pictures += 1;
        const file = `${String(pictures).padStart(2, '0')}-${name}.png`;
        // A toast that is coming in would be half there: what lies in a closed shadow root is not stilled otherwise.
        await page.emulateMedia({ reducedMotion: 'reduce' });
        await page.screenshot({ path: `${out}/${file}`, animations: 'disabled' });
        say(`      demo/out/${file}`);
      },
    });
  };
  try {
    const opening = [0, 1].map(() =>
      openBrowser({ extension: extensionDir, colorScheme, closesItself: true }),
    );
    browsers.push(...(await Promise.all(opening)));
    await Promise.race([play(), stopped]);
    say(
      `Everything held. ${pictures} pictures are in demo/out/; it took ${Math.round((Date.now() - started) / 1000)} s.`,
    );
  } catch (fault) {
    if (wasStopped) throw fault;
    say('This did not hold. What each window showed is in demo/out/failed-*.png.');
    const pages = browsers.flatMap((browser) => browser.pages());
    await Promise.allSettled(
      pages.map((page, index) => page.screenshot({ path: `${out}/failed-${index + 1}.png`, timeout: 3_000 })),
    );
    throw fault;
  } finally {
    await Promise.allSettled(browsers.map((browser) => browser.close()));
    await services.stop();
  }
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
