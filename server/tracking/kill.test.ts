import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, inject, test } from 'vitest';
import { createVault, newKey, parseKeys } from '../accounts/vault/index.ts';
import { findTrackedSend } from '../store/tracked-sends.ts';
import { openStore } from '../store/open.ts';
import { freshDatabase } from '../store/testing/databases.ts';
import { startChildServer } from '../testing/child-server.ts';
import { allowed, createWorld, sharedGoogle } from '../testing/world.ts';
import { findHtmlLinks } from './find-links.ts';

const shared = sharedGoogle();
const cleanUps: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const databases = {
  sqlite: (folder: string) => `file:${join(folder, 'behalf.db')}`,
  async postgres() {
    const database = await freshDatabase(inject('postgresUrl'));
    cleanUps.push(() => database.drop());
    return database.url;
  },
};

test.each(['sqlite', 'postgres'] as const)(
  'a server on %s that is killed under load has lost no hit that it answered',
  async (engine) => {
    const folder = mkdtempSync(join(tmpdir(), 'behalf-kill-'));
    cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
    const [databaseUrl, key, hitsFolder] = [await databases[engine](folder), newKey(), join(folder, 'hits')];
    let store = await openStore(databaseUrl);
    const world = createWorld(store, shared.google, createVault(parseKeys(key)));
    const [ravi, maya] = [await world.join('ravi@acme.test'), await world.join('maya@acme.test')];
    const { id: grantId } = await world.grant(maya, ravi);
    const html = '<a href="https://jobs.example/">x</a>';
    const emails = await Promise.all(
      Array.from({ length: 20 }, async (_, i) =>
        allowed(
          await world.submit(ravi, {
            ...{ from: { grantId }, to: { email: `p${i}@candidate.us` }, html },
            track: { opens: true, clicks: true },
          }),
        ),
      ),
    );
    await world.dispatchAll();
    const paths = (await shared.google.mailbox('maya@acme.test'))
      .slice(-emails.length)
      .flatMap(({ html: sent }) => [
        new URL(findHtmlLinks(sent!)[0]!.href).pathname,
        /\/o\/[\w-]+\.gif/.exec(sent!)![0],
      ]);
    await store.close();

    const server = await startChildServer(shared.google, {
      ...{ databaseUrl, key },
      env: { RATE_LIMIT_FACTOR: '1000', HITS_DIR: hitsFolder },
    });
    const answered = { clicks: 0, opens: 0 };
    let isKilled = false;
    const lane = async (i: number) => {
      while (!isKilled) {
        const path = paths[i % paths.length]!;
        const answer = await fetch(server.url + path, { redirect: 'manual' }).catch(() => null);
        if (answer?.headers.get('location') === 'https://jobs.example/') answered.clicks += 1;
        if (answer?.headers.get('content-type') === 'image/gif') answered.opens += 1;
        if (answered.clicks >= 200 && answered.opens >= 200 && !isKilled) {
          isKilled = true;
          server.signal('SIGKILL');
        }
      }
    };
    await Promise.all(Array.from({ length: 40 }, (_, i) => lane(i)));
    await server.exited;

    store = await openStore(databaseUrl);
    cleanUps.push(() => store.close());
    // The next process counts what that one left.
    const { tracker } = createWorld(store, shared.google, createVault(parseKeys(key)), undefined, {
      hitsFolder,
    });
    expect(await tracker.takeOver()).toBeGreaterThan(0);
    await tracker.counted();
    expect(await tracker.takeOver()).toBe(0);
    expect(readdirSync(hitsFolder)).toEqual([]);
    const rows = await Promise.all(emails.map(({ id }) => findTrackedSend(store.read, id)));
    const sum = (count: (row: NonNullable<(typeof rows)[number]>) => number) =>
      rows.reduce((total, row) => total + count(row!), 0);
    const stored = {
      clicks: sum(({ clickPeople, clickMachines }) => clickPeople + clickMachines),
      opens: sum(({ openPeople, openMachines, openUnknown }) => openPeople + openMachines + openUnknown),
    };
    for (const what of ['clicks', 'opens'] as const) {
      expect(answered[what], what).toBeGreaterThanOrEqual(200);
      expect(stored[what], what).toBeGreaterThanOrEqual(answered[what]);
      // What was stored and not answered any more: at most what was under way.
      expect(stored[what], what).toBeLessThanOrEqual(answered[what] + 40);
    }
  },
  60_000,
);
