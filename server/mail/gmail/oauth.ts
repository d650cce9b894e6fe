import { CodeChallengeMethod } from 'google-auth-library';
import type { Clock } from '../../clock.ts';
import type { ExchangeOutcome, IdentityProvider, RefreshOutcome } from '../provider.ts';
import { googleEndpoints, type GoogleEndpoints } from './endpoints.ts';
import { readHistoryId } from './history-id.ts';
import { readIdToken } from './id-token.ts';
import { oauthClient, oauthFault, providerTimeoutMs, untilOf, type OAuthClient } from './oauth-client.ts';
import { metadataScope, sendScope } from './scopes.ts';

const signInScopes = ['openid', 'email', 'profile'];

/** An identity provider that says how it names itself in `iss`, and the scopes that decide about a mailbox. */
export type GoogleIdentity = IdentityProvider & {
  readonly issuer: string;
  readonly scopes: { readonly send: string; readonly replies: string };
};

/**
 * Google's half of sign-in and consent (https://developers.google.com/identity/protocols/oauth2/web-server).
 * Nothing is ever repeated by the client: codes work once, and a refresh that failed is the caller's to judge.
 */
export function googleIdentity(options: {
  clientId: string;
  clientSecret: string;
  /** Where a stand-in answers; without it, Google's own addresses. */
  baseUrl: string | undefined;
  clock: Clock;
  timeoutMs?: number;
}): GoogleIdentity {
  const { clock } = options;
  const endpoints = googleEndpoints(options.baseUrl);
  const client = oauthClient(options, endpoints);
  return {
    issuer: endpoints.issuers[0]!,
    scopes: { send: sendScope, replies: metadataScope },
    consentUrl: (request) =>
      client.generateAuthUrl({
        redirect_uri: request.redirectUri,
        state: request.state,
        nonce: request.nonce,
        code_challenge: request.codeChallenge,
        code_challenge_method: CodeChallengeMethod.S256,
        include_granted_scopes: false,
        ...(request.loginHint === null ? {} : { login_hint: request.loginHint }),
        ...(request.purpose === 'signIn'
          ? { scope: signInScopes, prompt: 'select_account' }
          : {
              scope: [...signInScopes.slice(0, 2), sendScope, ...(request.replies ? [metadataScope] : [])],
              access_type: 'offline',
              prompt: 'consent',
            }),
      }),
    exchangeCode: (request) => exchangeCode(client, endpoints, options, request),
    refresh: (refreshToken) => refresh(client, clock, refreshToken),
    revoke: (token) => revoke(client, endpoints, token),
    readHistoryId: (accessToken) =>
      readHistoryId(endpoints, accessToken, options.timeoutMs ?? providerTimeoutMs),
  };
}

async function exchangeCode(
  client: OAuthClient,
  endpoints: GoogleEndpoints,
  { clientId, clock }: { clientId: string; clock: Clock },
  request: { code: string; codeVerifier: string; nonce: string; redirectUri: string },
): Promise<ExchangeOutcome> {
  try {
    const { code, codeVerifier, redirectUri } = request;
    const { tokens } = await client.getToken({ code, codeVerifier, redirect_uri: redirectUri });
    if (!tokens.id_token || !tokens.access_token) return { outcome: 'unbelievable' };
    const account = await readIdToken(client, tokens.id_token, { endpoints, clientId, nonce: request.nonce });
    if (account === null) return { outcome: 'unbelievable' };
    return {
      outcome: 'granted',
      grant: {
        account,
        accessToken: tokens.access_token,
        accessTokenUntil: untilOf(tokens, clock),
        refreshToken: tokens.refresh_token ?? null,
        // The person may have unticked boxes: only what the token endpoint lists was granted (RFC 6749 §5.1).
        scopes: (tokens.scope ?? '').split(' ').filter((scope) => scope !== ''),
      },
    };
  } catch (error) {
    return { outcome: oauthFault(error).kind === 'refused' ? 'refused' : 'unreachable' };
  }
}

async function refresh(client: OAuthClient, clock: Clock, refreshToken: string): Promise<RefreshOutcome> {
  try {
    const tokens = await client.refreshOnce(refreshToken);
    if (!tokens.access_token) return { outcome: 'unreachable' };
    return {
      outcome: 'refreshed',
      accessToken: tokens.access_token,
      accessTokenUntil: untilOf(tokens, clock),
    };
  } catch (error) {
    // Only this one code speaks of the token (RFC 6749 §5.2); a wrong client secret must not disconnect everybody.
    return { outcome: oauthFault(error).code === 'invalid_grant' ? 'dead' : 'unreachable' };
  }
}

/** RFC 7009, with the token in the body: the library's own call puts it into the address, where it gets logged. */
async function revoke(client: OAuthClient, endpoints: GoogleEndpoints, token: string): Promise<boolean> {
  try {
    await client.transporter.request({
      method: 'POST',
      url: endpoints.revoke,
      data: new URLSearchParams({ token }),
    });
    return true;
  } catch (error) {
    return oauthFault(error).code === 'invalid_token';
  }
}
