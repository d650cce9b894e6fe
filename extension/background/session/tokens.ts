import { TokenResponse } from '../../../shared/api/auth.ts';
import { fail, succeed, type Outcome } from '../../../shared/messages/outcome.ts';
import type { I18n } from '../../platform/i18n.ts';
import type { Storage } from '../../platform/storage.ts';
import type { Http } from '../api/http.ts';

/** An access token and the one server it may be shown to. */
export type Credential = { token: string; serverUrl: string };
type Access = Credential & { expiresAt: number };
type Refresh = Credential;

export interface Tokens {
  signedIn(): Promise<boolean>;
  /** A usable credential, refreshed when the last one is about to expire. */
  current(): Promise<Outcome<Credential>>;
  /** A credential other than `stale`, which the server has just refused. */
  renew(stale: string): Promise<Outcome<Credential>>;
  save(serverUrl: string, tokens: TokenResponse): Promise<void>;
  clear(): Promise<void>;
}

type Parts = {
  storage: Storage;
  http: Http;
  now(): number;
  text: I18n['text'];
  /** The server does not know this session any more. */
  onLost(): Promise<void>;
};

// A token that expires on its way is as good as expired.
const leewayMs = 30_000;

/** The session's tokens: rotation needs exactly one refresh in flight, however many callers wait for it. */
export function createTokens({ storage: { local, session }, http, now, text, onLost }: Parts): Tokens {
  let inFlight: Promise<Outcome<Credential>> | undefined;
  const signedOut = () => fail('signed_out', text('worker_signed_out'));

  const save: Tokens['save'] = async (serverUrl, tokens) => {
    // The refresh token first: a worker that stops in between refreshes once more and is signed in still.
    await local.set('refresh', { token: tokens.refresh_token, serverUrl } satisfies Refresh);
    const expiresAt = now() + tokens.expires_in * 1000;
    await session.set('access', { token: tokens.access_token, serverUrl, expiresAt } satisfies Access);
  };
  const clear = async () => {
    await local.remove('refresh');
    await session.remove('access');
  };
  const exchange = async (stale?: string): Promise<Outcome<Credential>> => {
    const access = await session.get<Access>('access');
    // Somebody was faster: what the caller holds is already the predecessor.
    if (access && access.token !== stale && access.expiresAt - leewayMs > now()) return succeed(access);
    const refresh = await local.get<Refresh>('refresh');
    if (!refresh) return signedOut();
    const body = { grant_type: 'refresh_token', refresh_token: refresh.token };
    const answer = await http(refresh.serverUrl, '/auth/token', body);
    // Signed out, or in anew, meanwhile: this answer belongs to a session that is over.
    if ((await local.get<Refresh>('refresh'))?.token !== refresh.token) return signedOut();
    if (answer.ok) {
      const tokens = TokenResponse.parse(answer.value);
      await save(refresh.serverUrl, tokens);
      return succeed({ token: tokens.access_token, serverUrl: refresh.serverUrl });
    }
    if (answer.error.code !== 'invalid_grant' && answer.error.code !== 'unauthenticated') return answer;
    await clear();
    await onLost();
    return signedOut();
  };
  const single = (stale?: string) =>
    (inFlight ??= exchange(stale).finally(() => {
      inFlight = undefined;
    }));

  return {
    signedIn: async () => (await local.get('refresh')) !== undefined,
    current: async () => {
      const access = await session.get<Access>('access');
      return access && access.expiresAt - leewayMs > now() ? succeed(access) : single();
    },
    renew: single,
    save,
    clear,
  };
}
