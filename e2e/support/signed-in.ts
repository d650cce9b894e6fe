import { randomBytes } from 'node:crypto';
import { consent } from '../../demo/google/testing.ts';
import type { ChromeApi } from '../../demo/journey/chrome-api.ts';
import { lookForNews } from '../../demo/journey/notifications.ts';
import type { Person } from '../../demo/journey/person.ts';
import { until } from '../../demo/journey/until.ts';
import { createApi, type Api } from '../../extension/background/api-client.ts';
import { createHttp } from '../../extension/background/api/http.ts';
import { signInAt } from '../../extension/background/session/sign-in.ts';
import { createTokens } from '../../extension/background/session/tokens.ts';
import type { StorageArea } from '../../extension/platform/storage.ts';
import type { Outcome } from '../../shared/messages/outcome.ts';

declare const chrome: ChromeApi;

/** What came of a request that must succeed. */
export async function done<Value>(outcome: Promise<Outcome<Value>>): Promise<Value> {
  const answer = await outcome;
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`);
  return answer.value;
}

/**
 * Signs in where signing in is not what a test is about: the extension's own code, the server's and the provider's own
 * answers, and nobody who looks at windows. Resolves with the server as the extension sees it.
 */
export async function beSignedIn(person: Person): Promise<Api> {
  const { services, email } = person;
  const text = (...words: unknown[]) => words.join(' ');
  const http = createHttp({ fetch, text });
  const storage = { local: areaOf(person, 'local'), session: areaOf(person, 'session') };
  const keepFromContentScripts = async () => {};
  const tokens = createTokens({
    storage: { ...storage, keepFromContentScripts },
    http,
    now: Date.now,
    text,
    onLost: async () => {},
  });
  const identity = {
    redirectUrl: (path: string) => `https://${services.extensionId}.chromiumapp.org/${path}`,
    launch: async (url: string) => {
      const asked = await fetch(url, { redirect: 'manual' });
      const back = await consent(services.google, asked.headers.get('location')!, email);
      return (await fetch(back, { redirect: 'manual' })).headers.get('location')!;
    },
  };
  const serverUrl = services.server.url;
  await tokens.save(serverUrl, await done(signInAt(serverUrl, { identity, http, text, randomBytes })));
  // As after every sign-in: what is new from here on is told.
  await lookForNews(person);
  await until('the feed', () => storage.local.get('feed'));
  return createApi({ fetch, text, tokens });
}

/** Connects the mailbox of who has just signed in, as in a tab of theirs. */
export async function beConnected(person: Person, api: Api): Promise<void> {
  const { url } = await done(api.connectMailbox(true));
  const page = await fetch(await consent(person.services.google, url, person.email));
  if (!page.ok) throw new Error(`The mailbox was not connected: ${page.status}`);
}

/** An area of the extension's storage, by way of its worker. */
const areaOf = (person: Person, name: 'local' | 'session'): StorageArea => {
  const act = async (method: 'get' | 'set' | 'remove' | 'clear', argument?: unknown): Promise<unknown> => {
    const worker = await person.worker();
    return worker.evaluate(
      ([name, method, argument]) =>
        (chrome.storage[name] as unknown as Record<string, (argument: unknown) => Promise<unknown>>)[method]!(
          argument,
        ),
      [name, method, argument] as const,
    );
  };
  return {
    get: async <Value>(key: string) => ((await act('get', key)) as Record<string, Value>)[key],
    set: async (key, value) => void (await act('set', { [key]: value })),
    remove: async (...keys) => void (await act('remove', keys)),
    clear: async () => void (await act('clear')),
  };
};
