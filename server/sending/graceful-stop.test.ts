import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { createVault, newKey, parseKeys } from '../accounts/vault/index.ts';
import { listAuditOfSubject } from '../store/audit.ts';
import { openStore } from '../store/open.ts';
import { findSendOf, type SendRow } from '../store/sends.ts';
import { freshDatabase } from '../store/testing/databases.ts';
import { startChildServer } from '../testing/child-server.ts';
import { allowed, createWorld, sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();
const cleanUps: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const databases = {
  sqlite() {
    const folder = mkdtempSync(join(tmpdir(), 'behalf-stop-'));
    cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
    return `file:${join(folder, 'behalf.db')}`;
  },
  async postgres() {
    const database = await freshDatabase(inject('postgresUrl'));
    cleanUps.push(() => database.drop());
    return database.url;
  },
};

describe.each(['sqlite', 'postgres'] as const)('a server on %s that is told to stop', (engine) => {
  it('hands nothing more over, puts back what it had only claimed, and waits for what it had handed over', async () => {
    const { google } = shared;
    const [databaseUrl, key] = [await databases[engine](), newKey()];
    const inWorld = async <Value>(work: (world: ReturnType<typeof createWorld>) => Promise<Value>) => {
      const store = await openStore(databaseUrl);
      try {
        return await work(createWorld(store, google, createVault(parseKeys(key))));
      } finally {
        await store.close();
      }
    };
    // Maya's send is handed over and answered slowly. Ravi's waits for a token that comes slowly. The last one is not due yet.
    const seeded = await inWorld(async (world) => {
      const ravi = await world.join('ravi@acme.test');
      const maya = await world.join('maya@acme.test');
      const own = ({ mailboxId }: typeof ravi) => ({ from: { mailboxId } });
      const fired = allowed(await world.submit(maya, own(maya)));
      const claimed = allowed(await world.submit(ravi, own(ravi)));
      const next = allowed(await world.submit(maya, own(maya)));
      const { mailboxes } = world.store.read.t;
      await world.store.tx(async (q) => void (await q.update(mailboxes).set({ accessTokenUntil: null })));
      await world.connect(maya);
      return { ravi, maya, fired, claimed, next };
    });
    const slowAnswer = google.faults.add({
      kind: 'slowAnswer',
      match: { path: '/messages/send' },
      ms: 2_000,
    });
    const slowToken = google.faults.add({ kind: 'slow', match: { path: '/token' }, ms: 9_000 });

    const server = await startChildServer(google, { databaseUrl, key });
    await expect.poll(() => [slowAnswer.hits, slowToken.hits], { timeout: 20_000 }).toEqual([1, 1]);
    const told = Date.now();
    server.signal('SIGTERM');
    server.signal('SIGTERM');
    expect(await server.exited).toBe(0);
    // It did not wait for the token of what it put back.
    expect(Date.now() - told).toBeLessThan(8_000);

    await inWorld(async (world) => {
      const row = async ({ id }: SendRow, { memberId }: { memberId: string }) =>
        (await findSendOf(world.store.read, id, memberId))!;
      expect(await row(seeded.fired, seeded.maya)).toMatchObject({ state: 'sent', attempts: 1 });
      expect(await row(seeded.next, seeded.maya)).toMatchObject({ state: 'queued', attempts: 0 });
      expect(await row(seeded.claimed, seeded.ravi)).toMatchObject({
        ...{ state: 'queued', attempts: 0, leaseUntil: null, firedAt: null },
      });
      const written = await listAuditOfSubject(world.store.read, seeded.claimed.id);
      expect(written.map(({ action }) => action)).toEqual(['send.submit', 'send.release']);
      // Whoever comes next goes on at once: the mailbox is free.
      google.faults.clear();
      await world.dispatchAll();
      for (const [send, who] of [
        [seeded.claimed, seeded.ravi],
        [seeded.next, seeded.maya],
      ] as const)
        expect((await row(send, who)).state).toBe('sent');
    });
    for (const { id } of [seeded.fired, seeded.claimed, seeded.next])
      expect(google.record.acceptedByBehalfId().get(id)).toBe(1);
  }, 60_000);
});
