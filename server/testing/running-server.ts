import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import type { GoogleStandIn } from '../../demo/google/start.ts';
import { consent } from '../../demo/google/testing.ts';
import type { TokenResponse } from '../../shared/api/auth.ts';
import { newKey } from '../accounts/vault/index.ts';
import { hashToken } from '../accounts/opaque-token.ts';
import type { Clock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { startServer, type Timing } from '../start-server.ts';
import { readContract, type Answer } from './contract.ts';
import { extensionId, redirectUri } from './http-world.ts';

/** What browsers would call the server; tests call it by its port. */
export const publicUrl = 'https://behalf.test';

/**
 * The whole server as `npm start` runs it, on SQLite unless told otherwise and a free port, with everything it logs kept. People come in by
 * the real sign-in and the real consent. Everything that crossed the wire is kept in `heard`.
 */
export async function runServer(
  google: GoogleStandIn,
  {
    clock,
    databaseUrl,
    env,
    timing,
  }: { clock?: Clock; databaseUrl?: string; env?: Record<string, string>; timing?: Timing } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'behalf-server-'));
  const databaseFile = join(folder, 'behalf.db');
  const logged: string[] = [];
  const config = readConfig({
    PORT: '0',
    PUBLIC_URL: publicUrl,
    DATABASE_URL: databaseUrl ?? `file:${databaseFile}`,
    HITS_DIR: join(folder, 'hits'),
    BEHALF_KEY: newKey(),
    GOOGLE_CLIENT_ID: google.clientId,
    GOOGLE_CLIENT_SECRET: google.clientSecret,
    GOOGLE_BASE_URL: google.url,
    EXTENSION_IDS: extensionId,
    UNDO_SECONDS: '0',
    ...env,
  });
  const log = createLog('trace', { write: (line) => void logged.push(line) });
  const server = await startServer(config, log, clock, timing);
  const origin = `http://127.0.0.1:${server.port}`;
  const contract = await readContract((path) => fetch(origin + path));
  const heard: string[] = [];
  const sockets: WebSocket[] = [];

  const call = async <Body = unknown>(
    method: string,
    path: string,
    { body, token, headers }: { body?: unknown; token?: string; headers?: Record<string, string> } = {},
  ): Promise<Answer<Body>> => {
    const response = await fetch(origin + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    heard.push(`${method} ${path} ${response.status} ${JSON.stringify([...response.headers])} ${text}`);
    const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json');
    const answer = {
      status: response.status,
      headers: response.headers,
      text,
      body: (isJson ? JSON.parse(text) : undefined) as Body,
    };
    contract.check(method, new URL(path, origin).pathname, answer);
    return answer;
  };
  const comeBack = async (url: string, email: string) => {
    const back = await consent(google, url, email);
    return { path: back.pathname + back.search, code: back.searchParams.get('code')! };
  };

  /** The whole way of a person in the browser; `googleCode` and `code` are what the two redirects carried. */
  const signIn = async (email: string) => {
    const [verifier, state] = [randomBytes(32).toString('base64url'), randomBytes(16).toString('hex')];
    const query = new URLSearchParams({
      provider: 'google',
      redirect_uri: redirectUri,
      state,
      code_challenge: hashToken(verifier),
      code_challenge_method: 'S256',
    });
    const start = await call('GET', `/auth/start?${query}`);
    const back = await comeBack(start.headers.get('location')!, email);
    const end = new URL((await call('GET', back.path)).headers.get('location')!);
    const code = end.searchParams.get('code')!;
    const tokens = await call<TokenResponse>('POST', '/auth/token', {
      body: { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri },
    });
    return { ...tokens.body, googleCode: back.code, code, verifier };
  };
  const connect = async (token: string, email: string) => {
    const begun = await call<{ url: string }>('POST', '/v1/mailboxes/connect', { body: {}, token });
    const back = await comeBack(begun.body.url, email);
    const page = await call('GET', back.path);
    return { googleCode: back.code, page };
  };

  /** A WebSocket and every frame it got; `closed` resolves with the code it was closed with. */
  const openSocket = async (first?: string | Buffer, path = '/v1/events') => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`);
    sockets.push(socket);
    const frames: Record<string, unknown>[] = [];
    socket.on('message', (data) => frames.push(JSON.parse(String(data)) as Record<string, unknown>));
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    if (first !== undefined) socket.send(first);
    return { socket, frames, closed };
  };

  return {
    ...server,
    origin,
    databaseFile,
    logged,
    heard,
    call,
    signIn,
    connect,
    openSocket,
    async stop(): Promise<void> {
      for (const socket of sockets) socket.terminate();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type TestServer = Awaited<ReturnType<typeof runServer>>;
