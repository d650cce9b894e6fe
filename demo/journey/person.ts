import type { BrowserContext, Page, Worker } from 'playwright/test';
import { extensionId } from '../../shared/extension-id.ts';
import type { OwnPage as PageInTab } from '../../shared/messages/site-messages.ts';
import type { Services } from '../services.ts';
import type { ChromeApi } from './chrome-api.ts';
import { until } from './until.ts';

declare const chrome: ChromeApi;

const origin = `chrome-extension://${extensionId}`;

/** One of our own pages; the hash may name what it shows at once. */
export type OwnPage = 'popup' | PageInTab;

/** Somebody with a browser of their own, in which Behalf is installed. */
export type Person = {
  email: string;
  /** As Behalf's sentences say it. */
  firstName: string;
  context: BrowserContext;
  services: Services;
  /** Opens one of Behalf's own pages in a tab. */
  openOwn(page: OwnPage, hash?: string): Promise<Page>;
  /** The running service worker; wakes it when the browser has stopped it. */
  worker(): Promise<Worker>;
};

/** Puts Behalf in somebody's browser in touch with the services. */
export async function meetPerson(
  services: Services,
  context: BrowserContext,
  email: string,
): Promise<Person> {
  const name = services.google.person(email)!.name;
  const isOurs = (worker: Worker) => worker.url().startsWith(origin);
  const worker = async () => {
    const running = () => context.serviceWorkers().find(isOurs);
    return running() ?? (await until('a service worker', running));
  };
  const person: Person = {
    email,
    firstName: name.split(' ')[0]!,
    context,
    services,
    worker,
    async openOwn(page, hash = '') {
      const tab = await context.newPage();
      await tab.goto(`${origin}/extension/pages/${page}/index.html${hash}`);
      return tab;
    },
  };
  await useServer(person, services.server.url);
  return person;
}

/** Every run has a port of its own; the packaged extension would look for the server at the default address. */
async function useServer(person: Person, serverUrl: string): Promise<void> {
  const worker = await person.worker();
  await worker.evaluate((url) => chrome.storage.local.set({ serverUrl: url }), serverUrl);
}
