import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, inject, test } from 'vitest';
import { errorStatus } from '../../shared/api/error.ts';
import { createLog } from '../log.ts';
import { openPostgres } from '../store/postgres.ts';
import { openSqlite } from '../store/sqlite.ts';
import { freshDatabase } from '../store/testing/databases.ts';
import { openerFor } from '../store/testing/engines.ts';
import { codeOf, createHttpWorld } from '../testing/http-world.ts';
import { runServer } from '../testing/running-server.ts';
import { sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();
const open = openerFor('sqlite');
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const secret = 'ya29.Quagga-refresh-token-and-body';

test('a fault of ours says nothing of itself: not in the answer, not in the log', async () => {
  const lines: string[] = [];
  const log = createLog('trace', { write: (line) => void lines.push(line) });
  const it = await createHttpWorld(await open(), shared.google, { log });
  const ravi = await it.enter('ravi@acme.test');
  const { open: unseal, seal } = it.vault;
  const faults: unknown[] = [
    new Error(`cannot open ${secret}`, { cause: new Error(secret) }),
    Object.assign(new Error(secret), { code: 'E_ODD', config: { headers: { authorization: secret } } }),
    new AggregateError([new Error(secret)], secret),
    secret,
    { message: secret, stack: secret },
    null,
    undefined,
  ];
  await ravi.submit({ from: { mailboxId: ravi.mailboxId } });
  for (const fault of faults) {
    it.vault.open = it.vault.seal = () => {
      throw fault;
    };
    for (const answer of [
      await ravi.get('/v1/sends'),
      await ravi.submit({ from: { mailboxId: ravi.mailboxId } }),
      await ravi.post('/v1/mailboxes/connect', {}),
    ]) {
      expect([answer.status, codeOf(answer)], String(fault)).toEqual([500, 'internal']);
      expect(answer.text).not.toContain('Quagga');
      expect(answer.text).not.toMatch(/at .*\.ts|node_modules|Error:/);
    }
    Object.assign(it.vault, { open: unseal, seal });
  }
  expect(lines.length).toBeGreaterThanOrEqual(faults.length);
  expect(lines.join('')).not.toContain('Quagga');
  expect((await ravi.get('/v1/sends')).status).toBe(200);
});

test('whatever is asked for that does not exist is 404 in the one form', async () => {
  const it = await createHttpWorld(await open(), shared.google);
  const ravi = await it.enter('ravi@acme.test');
  const token = ravi.tokens.access_token;
  for (const path of [
    ...['/nothing', '/v1', '/v1/', '/v1/sends/', '/v1//sends', '/v2/me', '/V1/me', '/v1/me/', '/../v1/me/x'],
    ...[
      '/.env',
      '/.git/config',
      '/data/behalf.db',
      '/%2e%2e/etc/passwd',
      '/__proto__',
      '/constructor',
      '/%00',
    ],
    ...['/v1/grants/x/y/z', '/%E0%A4%A', `/${'x'.repeat(8_000)}`],
  ]) {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const answer = await it.call(method, path, { token });
      if (method === 'OPTIONS') continue;
      expect([answer.status, codeOf(answer)], `${method} ${path.slice(0, 40)}`).toEqual([404, 'not_found']);
      expect(answer.text.length).toBeLessThan(300);
    }
  }
});

test('a method that a route does not have changes nothing', async () => {
  const it = await createHttpWorld(await open(), shared.google);
  const ravi = await it.enter('ravi@acme.test');
  const before = await it.snapshot();
  const known = new Set(it.contract.routes.map(({ method, path }) => `${method} ${path}`));
  for (const { path } of it.contract.routes) {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const url = path.replace(/\{\w+\}/, 'x');
      if (known.has(`${method} ${path}`) || it.contract.find(method, url)) continue;
      const headers = { 'x-http-method-override': 'DELETE', 'x-method-override': 'POST' };
      const answer = await it.call(method, url, {
        token: ravi.tokens.access_token,
        headers,
        ...(method === 'GET' ? {} : { body: {} }),
      });
      expect(answer.status, `${method} ${path}`).toBe(404);
    }
  }
  expect(await it.snapshot()).toBe(before);
});

test('figures for operators carry neither ids nor addresses, whatever was asked for', async () => {
  const it = await createHttpWorld(await open(), shared.google);
  const ravi = await it.enter('ravi@acme.test');
  const sent = (await ravi.submit({ from: { mailboxId: ravi.mailboxId } })).body;
  for (const path of [`/v1/sends/${sent.id}`, `/x/${ravi.email}`, `/v1/me?token=${secret}`, `/${secret}`]) {
    await ravi.get(path);
    await it.call('GET', path);
  }
  const figures = await (await it.app.request('/metrics')).text();
  expect(figures).toContain('behalf_http_requests_total');
  for (const told of [sent.id, ravi.memberId, ravi.email, 'ravi', 'Quagga', 'candidate.test']) {
    expect(figures).not.toContain(told);
  }
});

test('the document names for each route the errors it can answer with, and none outside the closed set', async () => {
  const it = await createHttpWorld(await open(), shared.google);
  const statuses = new Set(Object.values(errorStatus).map(String));
  for (const { method, path, operation } of it.contract.routes) {
    const named = Object.keys(operation.responses).filter((status) => status >= '400');
    const [isSignedIn, isAct] = [operation.security !== undefined, method !== 'GET'];
    const wanted = [
      ...(operation.parameters || operation.requestBody ? ['400'] : []),
      ...(isSignedIn ? ['401'] : []),
      ...(isAct ? ['403', '404', '409'] : []),
      ...(path.includes('{') ? ['404'] : []),
      ...(operation.requestBody ? ['413'] : []),
      ...['429', '500', '503'],
    ];
    expect(named, `${method} ${path}`).toEqual(expect.arrayContaining(wanted));
    for (const status of named) expect(statuses, `${method} ${path}`).toContain(status);
  }
  // What is only read is never said to be in conflict with anything.
  const read = it.contract.routes.find(({ method, path }) => `${method} ${path}` === 'GET /v1/senders')!;
  expect(Object.keys(read.operation.responses)).not.toContain('409');
});

/** A door to PostgreSQL that can be shut: what happens to a server whose database goes away. */
async function doorTo(url: string) {
  const target = new URL(url);
  const [port, host] = [Number(target.port), target.hostname];
  const sockets = new Set<Socket>();
  let shut = false;
  const door = createServer((client) => {
    if (shut) return void client.destroy();
    const inner = connect(port, host);
    for (const socket of [client, inner]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    }
    client.pipe(inner).pipe(client);
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => {
    for (const socket of sockets) socket.destroy();
    door.close();
  });
  target.port = String((door.address() as AddressInfo).port);
  return {
    url: target.href,
    shut() {
      shut = true;
      for (const socket of sockets) socket.destroy();
    },
    unlock() {
      shut = false;
    },
  };
}

test('without its PostgreSQL the server says 503, acknowledges nothing, and goes on when it is back', async () => {
  const database = await freshDatabase(inject('postgresUrl'));
  cleanUps.push(() => database.drop());
  const door = await doorTo(database.url);
  const store = await openPostgres(door.url, { migrate: false });
  cleanUps.push(() => store.close());
  const it = await createHttpWorld(store, shared.google);
  const ravi = await it.enter('ravi@acme.test');
  const from = { mailboxId: ravi.mailboxId };
  door.shut();
  for (const answer of [
    await ravi.get('/v1/me'),
    await ravi.submit({ from }, 'one-intended-email'),
    await ravi.post('/v1/pause'),
    await it.call('POST', '/auth/token', { body: { grant_type: 'refresh_token', refresh_token: 'bhr_x' } }),
    await it.call('GET', '/readyz'),
  ]) {
    expect([answer.status, codeOf(answer)]).toEqual([503, 'unavailable']);
  }
  expect((await ravi.get('/v1/me')).headers.get('retry-after')).toBe('2');
  expect((await it.call('GET', '/healthz')).status).toBe(200);
  door.unlock();
  await expect.poll(async () => (await it.call('GET', '/readyz')).status).toBe(200);
  expect((await ravi.get<{ items: unknown[] }>('/v1/sends')).body.items).toEqual([]);
  expect((await ravi.submit({ from }, 'one-intended-email')).status).toBe(202);
  await it.dispatchAll();
  expect(it.sends()).toHaveLength(1);
}, 40_000);

test('with its SQLite file locked by another program the server says 503 and acknowledges nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'behalf-busy-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'behalf.db');
  const store = openSqlite(file, { busyTimeoutMs: 50 });
  cleanUps.push(() => store.close());
  const it = await createHttpWorld(store, shared.google);
  const ravi = await it.enter('ravi@acme.test');
  const from = { mailboxId: ravi.mailboxId };
  const other = new Database(file);
  cleanUps.push(() => other.close());
  other.exec('begin immediate');
  for (const answer of [await ravi.submit({ from }, 'one-intended-email'), await ravi.post('/v1/pause')]) {
    expect([answer.status, codeOf(answer)]).toEqual([503, 'unavailable']);
  }
  expect((await ravi.get('/v1/me')).status).toBe(200);
  other.exec('rollback');
  expect((await ravi.get<{ items: unknown[] }>('/v1/sends')).body.items).toEqual([]);
  expect((await ravi.submit({ from }, 'one-intended-email')).status).toBe(202);
  await it.dispatchAll();
  expect(it.sends()).toHaveLength(1);
});

test('over a real connection too, more than 1 MiB is refused whether or not its length is told', async () => {
  const server = await runServer(shared.google);
  cleanUps.push(() => server.stop());
  const { access_token } = await server.signIn('ravi@acme.test');
  const chunk = new TextEncoder().encode('x'.repeat(64 * 1024));
  const stream = () => {
    let left = 40;
    return new ReadableStream<Uint8Array>({
      pull: (controller) => (left-- > 0 ? controller.enqueue(chunk) : controller.close()),
    });
  };
  for (const body of [stream(), 'x'.repeat(2_000_000)]) {
    const response = await fetch(`${server.origin}/v1/sends`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${access_token}` },
      body,
      ...{ duplex: 'half' },
    });
    expect(response.status).toBe(413);
    expect(((await response.json()) as { error: { code: string } }).error.code).toBe('too_large');
  }
  // The connection whose body nobody read may be gone; the server is not.
  await expect.poll(async () => (await fetch(`${server.origin}/healthz`)).status).toBe(200);
});
