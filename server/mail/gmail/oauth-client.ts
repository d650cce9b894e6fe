import { gaxios, OAuth2Client, type Credentials } from 'google-auth-library';
import type { Clock } from '../../clock.ts';
import { boundedFetch } from '../bounded-fetch.ts';
import { EgressRefused, guardedFetch } from '../egress.ts';
import type { GoogleEndpoints } from './endpoints.ts';

/** How long any one request to the provider's sign-in half may take, its body included (milliseconds). */
export const providerTimeoutMs = 10_000;

/** Google's own client, with the repetition taken out and one public way to refresh. */
export class OAuthClient extends OAuth2Client {
  /** Refreshes with exactly one request and without touching the client's own credentials. */
  async refreshOnce(refreshToken: string): Promise<Credentials> {
    return (await this.refreshTokenNoCache(refreshToken)).tokens;
  }
}

export function oauthClient(
  {
    clientId,
    clientSecret,
    timeoutMs = providerTimeoutMs,
  }: { clientId: string; clientSecret: string; timeoutMs?: number | undefined },
  endpoints: GoogleEndpoints,
): OAuthClient {
  const transporter = new gaxios.Gaxios({
    fetchImplementation: boundedFetch(guardedFetch({ kind: 'oauth' }, endpoints.origins), timeoutMs),
  });
  // The library asks for three more tries of each POST; a code works once, and a dead token is not asked for twice.
  transporter.interceptors.request.add({
    resolved: async (config) => ({ ...config, retry: false, retryConfig: { retry: 0 } }),
  });
  return new OAuthClient({
    clientId,
    clientSecret,
    endpoints: {
      oauth2AuthBaseUrl: endpoints.authorize,
      oauth2TokenUrl: endpoints.token,
      oauth2RevokeUrl: endpoints.revoke,
    },
    issuers: endpoints.issuers,
    transporter,
  });
}

/** When the access token ends, on our clock; the library has turned `expires_in` into an instant of its own. */
export const untilOf = (tokens: Credentials, clock: Clock): number =>
  clock() + Math.max(0, (tokens.expiry_date ?? Date.now()) - Date.now());

/**
 * What went wrong: the provider said no (with an RFC 6749 §5.2 code), or it could not be asked. Nothing else is kept,
 * because the library's error holds the whole request.
 *
 * @throws EgressRefused when it was our own guard: a defect, not an outcome
 */
export function oauthFault(error: unknown): { kind: 'refused' | 'unreachable'; code: string | null } {
  const { cause } = error as { cause?: unknown };
  if (cause instanceof EgressRefused) throw cause;
  const { response } = error as { response?: { status?: number; data?: { error?: unknown } } };
  const code = typeof response?.data?.error === 'string' ? response.data.error : null;
  const refused = response?.status !== undefined && response.status >= 400 && response.status < 500;
  return { kind: refused && response.status !== 429 ? 'refused' : 'unreachable', code };
}
