import { TokenResponse } from '../../../shared/api/auth.ts';
import { fail, succeed, type Outcome } from '../../../shared/messages/outcome.ts';
import type { I18n } from '../../platform/i18n.ts';
import type { Identity } from '../../platform/identity.ts';
import type { Http } from '../api/http.ts';
import { base64url } from '../base64url.ts';
import { createPkce } from './pkce.ts';

type Parts = {
  identity: Identity;
  http: Http;
  text: I18n['text'];
  randomBytes(count: number): Uint8Array;
};

/** Signs in at `serverUrl`: authorization code with PKCE, state and issuer checked (RFC 6749, 7636, 9207). */
export async function signInAt(
  serverUrl: string,
  { identity, http, text, randomBytes }: Parts,
): Promise<Outcome<TokenResponse>> {
  const redirectUri = identity.redirectUrl('cb');
  const { verifier, challenge } = await createPkce(randomBytes);
  const state = base64url(randomBytes(32));
  const start = new URL('/auth/start', serverUrl);
  start.search = new URLSearchParams({
    provider: 'google',
    redirect_uri: redirectUri,
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  }).toString();

  let redirect: string | undefined;
  try {
    redirect = await identity.launch(start.href);
  } catch (error) {
    // Chrome's only words for "the page did not load"; everything else is a closed window.
    const unreachable = String(error).includes('could not be loaded');
    return unreachable
      ? fail('offline', text('worker_sign_in_unreachable', serverUrl))
      : fail('refused', text('worker_sign_in_closed'));
  }
  const code = readRedirect(redirect ?? '', { redirectUri, state, issuer: serverUrl }, text);
  if (!code.ok) return code;
  const body = {
    grant_type: 'authorization_code',
    code: code.value,
    code_verifier: verifier,
    redirect_uri: redirectUri,
  };
  const answer = await http(serverUrl, '/auth/token', body);
  return answer.ok ? succeed(TokenResponse.parse(answer.value)) : answer;
}

/** The code in a redirect that belongs to this very sign-in; anything else is refused before the code is used. */
export function readRedirect(
  redirect: string,
  expected: { redirectUri: string; state: string; issuer: string },
  text: I18n['text'],
): Outcome<string> {
  const foreign = fail('refused', text('worker_sign_in_foreign'));
  if (!URL.canParse(redirect)) return foreign;
  const url = new URL(redirect);
  if (`${url.origin}${url.pathname}` !== expected.redirectUri) return foreign;
  const only = (name: string) =>
    url.searchParams.getAll(name).length === 1 ? url.searchParams.get(name) : null;
  if (only('state') !== expected.state) return foreign;
  if (only('iss') !== expected.issuer) return fail('refused', text('worker_sign_in_issuer', expected.issuer));
  if (url.searchParams.has('error'))
    return only('error') === 'access_denied'
      ? fail('refused', text('worker_sign_in_denied'))
      : fail('unavailable', text('worker_sign_in_failed'));
  return ((code) => (code ? succeed(code) : foreign))(only('code'));
}
