import { chromium, type BrowserContext } from 'playwright/test';
import { findChromium } from '../find-chromium.ts';
import { leanBrowser } from './lean-browser.ts';

export type BrowserOptions = {
  /** The built extension. */
  extension: string;
  /** Where the profile lives; a temporary one by default. */
  profile?: string;
  headless?: boolean;
  /** Whether whoever opens it hears of Ctrl-C and closes it; otherwise Playwright ends the whole process at once. */
  closesItself?: boolean;
  colorScheme?: 'light' | 'dark';
  /** Names that lead to this machine, as a customer's own host name would lead to theirs. */
  hosts?: string[];
};

/** A Chromium of one person's own, with the extension in it. */
export function openBrowser(options: BrowserOptions): Promise<BrowserContext> {
  const { extension, profile = '', headless = true, colorScheme = 'light', hosts = [] } = options;
  const { closesItself = !headless } = options;
  const isRoot = process.getuid?.() === 0;
  return chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    headless,
    ...(!closesItself ? {} : { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false }),
    // The extension's pages follow the system's colours; a person who watches sees their own.
    ...(headless ? { colorScheme, viewport: { width: 1280, height: 800 } } : { viewport: null }),
    args: [
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
      '--no-first-run',
      ...(headless ? leanBrowser : []),
      ...(hosts.length > 0
        ? [`--host-resolver-rules=${hosts.map((host) => `MAP ${host} 127.0.0.1`).join(',')}`]
        : []),
      ...(isRoot ? ['--no-sandbox'] : []),
    ],
  });
}
