import { createHash, randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { GoogleStandIn, RecordEntry } from '../../demo/google/start.ts';
import type { Batch, SubmitBatch } from '../../shared/api/batches.ts';
import type { Grant } from '../../shared/api/grants.ts';
import type { Send, SubmitSend } from '../../shared/api/sends.ts';
import type { TokenResponse } from '../../shared/api/auth.ts';
import type { TermsInput } from '../../shared/domain/terms.ts';
import { createApp } from '../app.ts';
import type { Log } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import { insertAuthCode } from '../store/auth-flows.ts';
import type { Store } from '../store/store.ts';
import { readContract, type Answer, type Contract } from './contract.ts';
import { createWorld, sampleBatch, sampleSend, type TestMember } from './world.ts';

export const extensionId = 'b'.repeat(32);
export const redirectUri = `https://${extensionId}.chromiumapp.org/cb`;

/** The document does not depend on the store, and making it takes a while. */
let readOnce: Promise<Contract> | undefined;

type Call = { body?: unknown; raw?: string; headers?: Record<string, string>; token?: string };

type HttpWorldOptions = { log?: Log; undoMs?: number; rateLimitFactor?: number; publicUrl?: string };

/**
 * The whole HTTP interface over a real store and the stand-in, called without a socket. Every answer is held against
 * the served OpenAPI document and the closed set of errors before a test sees it.
 */
export async function createHttpWorld(
  store: Store,
  google: GoogleStandIn,
  { log, undoMs = 0, rateLimitFactor = 1000, publicUrl = 'http://localhost:8787' }: HttpWorldOptions = {},
) {
  const world = createWorld(store, google, undefined, undefined, { publicUrl });
  const deps = {
    ...world,
    ...(log ? { log } : {}),
    config: {
      publicUrl,
      redirectUris: [redirectUri],
      extensionIds: [extensionId],
      undoMs,
      trustedProxyHops: 0,
      rateLimitFactor,
    },
  };
  const metrics = createMetrics();
  const app = createApp(deps, { log: deps.log, metrics });
  const contract = await (readOnce ??= readContract((path) => app.request(path)));
  const began = google.record.last;

  const call = async <Body = unknown>(
    method: string,
    path: string,
    { body, raw, headers, token }: Call = {},
  ): Promise<Answer<Body>> => {
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await app.request(path, {
      method,
      headers: {
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(payload === undefined ? {} : { body: payload }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json');
    const answer = {
      status: response.status,
      headers: response.headers,
      text,
      body: (isJson ? JSON.parse(text) : undefined) as Body,
    };
    contract.check(method, new URL(path, 'http://localhost').pathname, answer);
    return answer;
  };

  /** A session of a member, begun at the real token endpoint with a code made for the purpose. */
  const signIn = async (memberId: string): Promise<TokenResponse> => {
    const [code, verifier] = [`bhc_${randomUUID()}`, randomUUID() + randomUUID()];
    const codeChallenge = createHash('sha256').update(verifier).digest('base64url');
    const hash = createHash('sha256').update(code).digest('base64url');
    const expiresAt = world.clock() + 60_000;
    await store.tx((q) => insertAuthCode(q, { hash, memberId, redirectUri, codeChallenge, expiresAt }));
    const answer = await call<TokenResponse>('POST', '/auth/token', {
      body: {
        grant_type: 'authorization_code',
        code,
        code_verifier: verifier,
        redirect_uri: redirectUri,
      },
    });
    if (answer.status !== 200) throw new Error(`No session: ${answer.text}`);
    return answer.body;
  };

  /** Somebody who is signed in, and what they do. */
  const enter = async (email: string, options?: { connected?: boolean; replies?: boolean }) => {
    const member = await world.join(email, options);
    return personOf(member, await signIn(member.memberId));
  };

  const personOf = (member: TestMember, first: TokenResponse) => {
    let tokens = first;
    const as =
      (method: string) =>
      <Body = unknown>(path: string, body?: unknown, headers?: Record<string, string>) =>
        call<Body>(method, path, { body, token: tokens.access_token, ...(headers ? { headers } : {}) });
    const [get, post, remove] = [as('GET'), as('POST'), as('DELETE')];
    return {
      ...member,
      get tokens() {
        return tokens;
      },
      get,
      post,
      remove,
      /** A new session: the clock was moved past the end of the old one. */
      async signInAgain(): Promise<void> {
        tokens = await signIn(member.memberId);
      },
      /** Submits an email; what is left out is filled in. */
      submit: (send: Partial<SubmitSend> & Pick<SubmitSend, 'from'>, key: string = uuidv7()) =>
        post<Send>('/v1/sends', { ...sampleSend, ...send }, { 'idempotency-key': key }),
      /** Submits a batch; what is left out is filled in. */
      submitBatch: (batch: Partial<SubmitBatch> & Pick<SubmitBatch, 'from'>, key: string = uuidv7()) =>
        post<Batch>('/v1/batches', { ...sampleBatch, ...batch }, { 'idempotency-key': key }),
      request: (acceptor: TestMember, terms?: TermsInput) =>
        post<Grant>('/v1/grants/requests', { acceptorId: acceptor.memberId, ...(terms ? { terms } : {}) }),
      give: (requestor: TestMember, terms?: TermsInput) =>
        post<Grant>('/v1/grants', { requestorId: requestor.memberId, ...(terms ? { terms } : {}) }),
      accept: ({ id, termsDigest }: Grant) => post<Grant>(`/v1/grants/${id}/accept`, { termsDigest }),
    };
  };

  return {
    ...deps,
    dispatchAll: () => world.dispatchAll(),
    app,
    contract,
    call,
    enter,
    signIn,
    /** Every call of the provider's send since this world began. */
    sends: (): RecordEntry[] => google.record.sends().filter((entry) => entry.seq > began),
    /** Every row of the tables that decide who may send what: two equal snapshots mean that nothing was changed. */
    snapshot: async (): Promise<string> => {
      const { grants, sends, batches, mailboxes, members, invitations, auditEntries, grantUsage } =
        store.read.t;
      const { suppressions, trackedSends } = store.read.t;
      const rows = [];
      for (const table of [
        ...[grants, sends, batches, mailboxes, members, invitations, auditEntries, grantUsage],
        ...[suppressions, trackedSends],
      ]) {
        rows.push((await store.read.select().from(table)).map((row) => JSON.stringify(row)).sort());
      }
      return JSON.stringify(rows);
    },
  };
}
export type HttpWorld = Awaited<ReturnType<typeof createHttpWorld>>;
export type Somebody = Awaited<ReturnType<HttpWorld['enter']>>;

/** An error answer without what differs from request to request. */
export function withoutRequestId({ status, headers, text }: Answer): unknown {
  const id = headers.get('x-request-id')!;
  const kept = [...headers].filter(([name]) => name !== 'x-request-id').sort();
  return { status, headers: kept, text: text.replaceAll(id, 'REQUEST-ID') };
}

/** The code of an error answer. */
export const codeOf = ({ body }: Answer): string | undefined =>
  (body as { error?: { code?: string } } | undefined)?.error?.code;
