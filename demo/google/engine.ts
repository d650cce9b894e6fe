import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Hono } from 'hono';
import type { Person } from './people.ts';
import { Store } from './store.ts';

/** The part of emulate's plugin interface that is used here. */
type Plugin = {
  register(
    app: Hono<never>,
    store: Store,
    webhooks: object,
    baseUrl: string,
    tokens: Map<string, unknown>,
  ): void;
};

type Env = { Bindings: { email: string }; Variables: { authUser: { login: string } } };

/** An answer of emulate's Gmail. */
export type EngineAnswer = { status: number; json: unknown };

/**
 * emulate's Gmail, in this process and without a socket. `createEmulator` would open a port of its own and hide
 * the store; its Google plugin runs on any Hono-like app, so it gets ours. Only Gmail paths are passed to it: the
 * OAuth half is the stand-in's own, because emulate's has no consent, no expiry, no scopes and no revocation.
 */
export class Engine {
  readonly store: Store;
  readonly #app: Hono<Env>;

  private constructor(store: Store, app: Hono<Env>) {
    this.store = store;
    this.#app = app;
  }

  static async create(baseUrl: string): Promise<Engine> {
    const plugin = await loadPlugin();
    const store = new Store();
    const app = new Hono<Env>();
    app.use('*', async (c, next) => {
      c.set('authUser', { login: c.env.email });
      await next();
    });
    plugin.register(app as never, store, {}, baseUrl, new Map());
    return new Engine(store, app);
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
  async ask(email: string, method: string, path: string, body?: unknown): Promise<EngineAnswer> {
    const init: RequestInit = { method };
    if (body !== undefined) {
      init.body = JSON.stringify(body);
      init.headers = { 'content-type': 'application/json' };
    }
    const response = await this.#app.request(`http://emulate${path}`, init, { email });
    const text = await response.text();
    return { status: response.status, json: text === '' ? undefined : JSON.parse(text) };
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
