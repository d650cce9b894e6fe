import { startGoogle, type GoogleStandIn } from '../../../demo/google/start.ts';
import { consent } from '../../../demo/google/testing.ts';
import type { TokenResponse } from '../../../shared/api/auth.ts';
import { createApp } from '../../app.ts';
import { googleIdentity, type GoogleIdentity } from '../../mail/gmail/oauth.ts';
import { createMetrics } from '../../metrics.ts';
import { isRefusal, type Refusal } from '../../refusal.ts';
import { findMailboxOf } from '../../store/mailboxes.ts';
import type { MailboxRow } from '../../store/people.ts';
import type { AppDeps } from '../../routes/support/env.ts';
import { sharedHitsFolder } from '../../testing/world.ts';
import { createTracker } from '../../tracking/tracker.ts';
import { createRecipientTokens } from '../../tracking/recipient-token.ts';
import type { Store } from '../../store/store.ts';
import { hashToken, randomUrlText } from '../opaque-token.ts';
import { authenticate, type Session } from '../sessions/index.ts';
import { createVault, newKey, parseKeys } from '../vault/index.ts';

export const redirectUri = `https://${'a'.repeat(32)}.chromiumapp.org/cb`;
const publicUrl = 'http://localhost:8787';

/** A client of ours with its own PKCE verifier and state, as the extension is one. */
export type Client = { verifier: string; state: string };
export const newClient = (): Client => ({ verifier: randomUrlText(), state: randomUrlText() });

/** Everything of `accounts/` over a real store, the real provider code and the stand-in for Google. */
export class World {
  now = Date.now();
  readonly deps: AppDeps;
  readonly app: ReturnType<typeof createApp>;
  readonly google: GoogleStandIn;
  readonly store: Store;
  readonly warnings: string[] = [];

  constructor(google: GoogleStandIn, store: Store, identity?: Partial<GoogleIdentity>) {
    this.google = google;
    this.store = store;
    const { clientId, clientSecret, url: baseUrl } = google;
    const clock = () => this.now;
    const log = { info() {}, warn: (message: string) => void this.warnings.push(message), error() {} };
    const vault = createVault(parseKeys(newKey()));
    const recipientTokens = createRecipientTokens(store, vault);
    this.deps = {
      store,
      clock,
      log,
      vault,
      recipientTokens,
      tracker: createTracker({ store, vault, clock, log, recipientTokens, hitsFolder: sharedHitsFolder }),
      identity: { ...googleIdentity({ clientId, clientSecret, baseUrl, clock }), ...identity },
      config: {
        publicUrl,
        redirectUris: [redirectUri],
        extensionIds: ['a'.repeat(32)],
        undoMs: 0,
        trustedProxyHops: 0,
        rateLimitFactor: 1,
      },
    };
    this.app = createApp(this.deps, { log, metrics: createMetrics() });
  }

  async get(path: string, token?: string): Promise<Response> {
    return this.app.request(path, token ? { headers: { authorization: `Bearer ${token}` } } : {});
  }

  async send(method: string, path: string, body?: unknown, token?: string): Promise<Response> {
    return this.app.request(path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  startPath(client: Client, target = redirectUri): string {
    const query = new URLSearchParams({
      provider: 'google',
      redirect_uri: target,
      state: client.state,
      code_challenge: hashToken(client.verifier),
      code_challenge_method: 'S256',
    });
    return `/auth/start?${query}`;
  }

  /** Where Google sends the browser back to, as a path of ours, after the person chose. */
  async comeBack(url: string, email: string, choice?: Parameters<typeof consent>[3]): Promise<string> {
    const back = await consent(this.google, url, email, choice);
    return back.pathname + back.search;
  }

  /** The address that a whole sign-in ends at. */
  async signInUpToCode(email: string, client: Client): Promise<URL> {
    const start = await this.get(this.startPath(client));
    const callback = await this.get(await this.comeBack(start.headers.get('location')!, email));
    return new URL(callback.headers.get('location')!);
  }

  async redeem(code: string, client: Client, target = redirectUri): Promise<Response> {
    return this.send('POST', '/auth/token', {
      grant_type: 'authorization_code',
      code,
      code_verifier: client.verifier,
      redirect_uri: target,
    });
  }

  refresh(refreshToken: string): Promise<Response> {
    return this.send('POST', '/auth/token', { grant_type: 'refresh_token', refresh_token: refreshToken });
  }

  async signIn(email: string): Promise<{ tokens: TokenResponse; session: Session }> {
    const client = newClient();
    const end = await this.signInUpToCode(email, client);
    const tokens = (await (await this.redeem(end.searchParams.get('code')!, client)).json()) as TokenResponse;
    return { tokens, session: (await this.sessionOf(tokens.access_token))! };
  }

  sessionOf(accessToken: string): Promise<Session | null> {
    return authenticate(this.store.read, accessToken, this.now);
  }

  /** The page that a consent ends at. */
  async connect(
    accessToken: string,
    email: string,
    choice: Parameters<typeof consent>[3] & { replies?: boolean } = {},
  ): Promise<{ status: number; text: string }> {
    const body = { replies: choice.replies ?? true };
    const begun = await this.send('POST', '/v1/mailboxes/connect', body, accessToken);
    const { url } = (await begun.json()) as { url: string };
    const page = await this.get(await this.comeBack(url, email, choice));
    return { status: page.status, text: await page.text() };
  }

  async mailboxOf({ memberId }: Session): Promise<MailboxRow> {
    return (await findMailboxOf(this.store.read, memberId))!;
  }

  /** How many requests Google got for a path since `seq`. */
  asked(path: string, since = 0): number {
    return this.google.record.since(since).filter((entry) => entry.path === path).length;
  }
}

export const startStandIn = (): Promise<GoogleStandIn> =>
  startGoogle({ redirectUris: [`${publicUrl}/auth/callback/google`] });

/** The value of a verb that was not refused. */
export function granted<Value>(result: Value | Refusal): Value {
  if (isRefusal(result)) throw new Error(`refused: ${result.refused}`);
  return result;
}
