import { OAuth2Client } from 'google-auth-library';
import { gmail, type gmail_v1 } from 'googleapis/build/src/apis/gmail/index.js';
import type { GoogleStandIn } from './start.ts';

export const sendScope = 'https://www.googleapis.com/auth/gmail.send';
export const metadataScope = 'https://www.googleapis.com/auth/gmail.metadata';
export const signInScope = 'openid email profile';

/** Where the client's redirects end. Nothing listens there: the tests read the address. */
export const redirectUri = 'http://localhost:8787/auth/callback/google';

/** Google's own auth client, pointed at the stand-in. */
export function authClient(google: GoogleStandIn, clientSecret = google.clientSecret): OAuth2Client {
  return new OAuth2Client({
    clientId: google.clientId,
    clientSecret,
    redirectUri,
    issuers: [google.url],
    endpoints: {
      oauth2AuthBaseUrl: `${google.url}/o/oauth2/v2/auth`,
      oauth2TokenUrl: `${google.url}/oauth2/token`,
      oauth2RevokeUrl: `${google.url}/oauth2/revoke`,
      oauth2FederatedSignonPemCertsUrl: `${google.url}/oauth2/v1/certs`,
      oauth2FederatedSignonJwkCertsUrl: `${google.url}/oauth2/v3/certs`,
      tokenInfoUrl: `${google.url}/tokeninfo`,
    },
  });
}

/** Google's own Gmail client, with a token that was given out for these scopes. */
export function gmailAs(
  google: GoogleStandIn,
  email: string,
  scopes = [sendScope, metadataScope],
): gmail_v1.Gmail {
  const auth = authClient(google);
  const { accessToken } = google.issueTokens(email, scopes);
  auth.setCredentials({ access_token: accessToken });
  return gmail({ version: 'v1', auth, rootUrl: `${google.url}/`, retry: false });
}

/** A message as the API wants it. */
export function rawMail(headers: Record<string, string>, body = 'Hello'): string {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([...head, '', body].join('\r\n')).toString('base64url');
}

/** What a person does in the browser: reads the page's form, unticks, and presses a button. */
export async function consent(
  google: Pick<GoogleStandIn, 'url'>,
  authorizeUrl: string,
  email: string,
  choice: { decision?: 'allow' | 'deny'; untick?: string[] } = {},
): Promise<URL> {
  const url = new URL(authorizeUrl);
  url.searchParams.set('account', email);
  const response = await fetch(url, { redirect: 'manual' });
  if (response.status === 302) return new URL(response.headers.get('location') ?? '');
  const form = new URLSearchParams();
  for (const [, attributes = ''] of (await response.text()).matchAll(/<input ([^>]*)>/g)) {
    const get = (name: string) => unescape(new RegExp(`${name}="([^"]*)"`).exec(attributes)?.[1] ?? '');
    if (get('type') === 'checkbox' && choice.untick?.includes(get('value'))) continue;
    form.append(get('name'), get('value'));
  }
  form.set('decision', choice.decision ?? 'allow');
  const answer = await fetch(`${google.url}/o/oauth2/v2/auth/consent`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  return new URL(answer.headers.get('location') ?? `invalid:${answer.status}`);
}

const unescape = (text: string) =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

/** The status and Google's error of a refused call. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ status: number; reason: string; message: string }> {
  try {
    await call;
  } catch (error) {
    const { status, response } = error as {
      status?: number;
      response?: { status: number; data: { error: { message: string; errors: { reason: string }[] } } };
    };
    const details = response?.data?.error;
    return {
      status: response?.status ?? status ?? 0,
      reason: details?.errors?.[0]?.reason ?? '',
      message: details?.message ?? String(error),
    };
  }
  throw new Error('the call was not refused');
}
