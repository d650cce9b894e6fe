import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Person } from './people.ts';
import { type EngineAnswer, RouteHost } from './route-host.ts';
import { Store } from './store.ts';

/** The part of emulate's plugin interface that is used here. */
type Plugin = {
  register(
    app: RouteHost,
    store: Store,
    webhooks: object,
    baseUrl: string,
    tokens: Map<string, unknown>,
  ): void;
};

/**
 * emulate's Gmail, in this process and without a socket. `createEmulator` would open a port of its own and hide
 * the store; its Google plugin runs on any app that has routes, so it gets ours. Only Gmail paths are passed to it: the
 * OAuth half is the stand-in's own, because emulate's has no consent, no expiry, no scopes and no revocation.
 */
export class Engine {
  readonly store: Store;
  readonly #host: RouteHost;

  private constructor(store: Store, host: RouteHost) {
    this.store = store;
    this.#host = host;
  }

  static async create(baseUrl: string): Promise<Engine> {
    const plugin = await loadPlugin();
    const store = new Store();
    const host = new RouteHost();
    plugin.register(host, store, {}, baseUrl, new Map());
    return new Engine(store, host);
  }

  /** Makes the account known. Its mailbox comes into being with its first message. */
  addPerson(person: Person): void {
    this.store.collection('google.users').insert({
      uid: person.sub,
      email: person.email,
      name: person.name,
      given_name: person.givenName,
      family_name: person.familyName,
      picture: null,
      email_verified: true,
      locale: 'en',
      hd: person.hd ?? null,
    });
  }

  /** Asks emulate as `email`. `path` includes the query. */
  ask(email: string, method: string, path: string, body?: unknown): Promise<EngineAnswer> {
    return this.#host.ask(email, method, path, body);
  }
}

/** The file's name carries a build hash; emulate is pinned exactly, and the search below survives a new pin. */
const pinnedFile = 'dist-EWDF5AHG.js';

async function loadPlugin(): Promise<Plugin> {
  const roots = createRequire(import.meta.url).resolve.paths('emulate') ?? [];
  const dist = roots.map((root) => join(root, 'emulate', 'dist')).find((folder) => existsSync(folder));
  if (dist === undefined) throw new Error('emulate is not installed: run npm ci');
  const file = existsSync(join(dist, pinnedFile)) ? pinnedFile : findPluginFile(dist);
  const module = (await import(/* @vite-ignore */ pathToFileURL(join(dist, file)).href)) as {
    googlePlugin: Plugin;
  };
  return module.googlePlugin;
}

function findPluginFile(dist: string): string {
  const candidates = readdirSync(dist).filter((name) => /^dist-.*\.js$/.test(name));
  const found = candidates.find((name) =>
    readFileSync(join(dist, name), 'utf8').includes('  googlePlugin,\n'),
  );
  if (found === undefined) throw new Error('this version of emulate has no Google plugin: pin 0.12.2');
  return found;
}
