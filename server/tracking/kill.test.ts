import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createVault, newKey, parseKeys } from '../accounts/vault/index.ts';
import { findTrackedSend } from '../store/tracked-sends.ts';
import { openSqlite } from '../store/sqlite.ts';
import { startChildServer } from '../testing/child-server.ts';
import { allowed, createWorld, sharedGoogle } from '../testing/world.ts';
import { findHtmlLinks } from './find-links.ts';

const shared = sharedGoogle();
const cleanUps: (() => void)[] = [];
afterEach(() => cleanUps.splice(0).forEach((cleanUp) => cleanUp()));

test('a server that is killed under load has stored every hit that it answered', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'behalf-kill-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  const [file, key] = [join(folder, 'behalf.db'), newKey()];
  let store = openSqlite(file);
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
    .map(({ html: sent }) => new URL(findHtmlLinks(sent!)[0]!.href).pathname);
  await store.close();

  const server = await startChildServer(shared.google, {
    ...{ databaseUrl: `file:${file}`, key },
    env: { RATE_LIMIT_FACTOR: '1000' },
  });
  let answered = 0;
  let isKilled = false;
  const lane = async (i: number) => {
    while (!isKilled) {
      const path = paths[i % paths.length]!;
      const answer = await fetch(server.url + path, { redirect: 'manual' }).catch(() => null);
      if (answer?.headers.get('location') === 'https://jobs.example/') answered += 1;
      if (answered === 400 && !isKilled) {
        isKilled = true;
        server.signal('SIGKILL');
      }
    }
  };
  await Promise.all(Array.from({ length: 40 }, (_, i) => lane(i)));
  await server.exited;

  store = openSqlite(file);
  cleanUps.push(() => void store.close());
  const rows = await Promise.all(emails.map(({ id }) => findTrackedSend(store.read, id)));
  const stored = rows.reduce((sum, row) => sum + row!.clickPeople + row!.clickMachines, 0);
  expect(answered).toBeGreaterThanOrEqual(400);
  expect(stored).toBeGreaterThanOrEqual(answered);
  // What was stored and not answered any more: at most what was under way.
  expect(stored).toBeLessThanOrEqual(answered + 40);
}, 60_000);
