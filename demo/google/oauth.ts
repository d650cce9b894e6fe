import type { OAuthContext } from './authorize.ts';
import { json, type Reply, unauthenticated } from './errors.ts';
import { profileClaims, signIdToken } from './id-token.ts';
import { emailScope, profileScope } from './scopes.ts';
import { type Token, verifierMatches } from './tokens.ts';

const noStore = { 'cache-control': 'no-store', pragma: 'no-cache' };
const refuse = (status: number, error: string, description: string): Reply =>
  json(status, { error, error_description: description }, noStore);

/** POST `/oauth2/token` and `/token`: codes and refresh tokens against access tokens. */
export async function exchangeToken(
  context: OAuthContext,
  form: URLSearchParams,
  basic?: string,
): Promise<Reply> {
  const refused = checkClient(context, form, basic);
  if (refused !== undefined) return refused;
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return exchangeCode(context, form);
    case 'refresh_token':
      return refresh(context, form);
    default:
      return refuse(400, 'unsupported_grant_type', `Invalid grant_type: ${form.get('grant_type') ?? ''}`);
  }
}

async function exchangeCode(context: OAuthContext, form: URLSearchParams): Promise<Reply> {
  const code = context.tokens.takeCode(form.get('code') ?? '');
  if (code === undefined) return refuse(400, 'invalid_grant', 'Malformed auth code.');
  if (form.get('redirect_uri') !== code.redirectUri) {
    return refuse(400, 'redirect_uri_mismatch', 'Bad Request');
  }
  const verifier = form.get('code_verifier');
  if (code.challenge !== undefined) {
    if (verifier === null) return refuse(400, 'invalid_grant', 'Missing code verifier.');
    if (!verifierMatches(verifier, code.challenge, code.challengeMethod)) {
      return refuse(400, 'invalid_grant', 'Invalid code verifier.');
    }
  }
  const { grant, scopes, nonce } = code;
  const refreshToken = code.offline ? context.tokens.issueRefresh(grant, scopes) : undefined;
  return answer(context, { grant, scopes, expiresAt: 0 }, refreshToken, nonce);
}

async function refresh(context: OAuthContext, form: URLSearchParams): Promise<Reply> {
  const token = context.tokens.refresh(form.get('refresh_token') ?? '');
  if (token === undefined) return refuse(400, 'invalid_grant', 'Token has been expired or revoked.');
  return answer(context, token);
}

async function answer(
  context: OAuthContext,
  token: Token,
  refreshToken?: string,
  nonce?: string,
): Promise<Reply> {
  const { grant, scopes } = token;
  const person = context.directory.find(grant.email);
  if (person === undefined || person.sub !== grant.sub) {
    return refuse(400, 'invalid_grant', 'Account has been deleted');
  }
  const accessToken = context.tokens.issueAccess(grant, scopes);
  const facts = { issuer: context.issuer, clientId: context.client.id, person, scopes, accessToken };
  const idToken = scopes.includes('openid')
    ? await signIdToken({ ...facts, ...(nonce !== undefined && { nonce }) })
    : undefined;
  return json(
    200,
    {
      access_token: accessToken,
      expires_in: context.tokens.lifetimeSeconds,
      ...(refreshToken !== undefined && { refresh_token: refreshToken }),
      scope: scopes.join(' '),
      token_type: 'Bearer',
      ...(idToken !== undefined && { id_token: idToken }),
    },
    noStore,
  );
}

/** POST `/revoke` and `/oauth2/revoke`. */
export function revokeToken(context: OAuthContext, token: string): Reply {
  if (!context.tokens.revoke(token)) return refuse(400, 'invalid_token', 'Token expired or revoked');
  return json(200, {});
}

/** GET `/oauth2/v3/userinfo` and its elder `/oauth2/v2/userinfo`, which says `id` for `sub`. */
export function userInfo(context: OAuthContext, bearer: string | undefined, idField: 'sub' | 'id'): Reply {
  const token = bearer === undefined ? undefined : context.tokens.access(bearer);
  const person = token && context.directory.find(token.grant.email);
  if (token === undefined || person === undefined) return unauthenticated();
  const verifiedField = idField === 'sub' ? 'email_verified' : 'verified_email';
  return json(200, {
    [idField]: person.sub,
    ...(token.scopes.includes(profileScope) && profileClaims(person)),
    ...(token.scopes.includes(emailScope) && { email: person.email, [verifiedField]: true }),
    ...(person.hd !== undefined && { hd: person.hd }),
  });
}

/** GET `/tokeninfo?access_token=`, which google-auth-library's `getTokenInfo` asks. */
export function tokenInfo(context: OAuthContext, accessToken: string): Reply {
  const token = context.tokens.access(accessToken);
  if (token === undefined) return refuse(400, 'invalid_token', 'Invalid Value');
  return json(200, {
    azp: context.client.id,
    aud: context.client.id,
    sub: token.grant.sub,
    scope: token.scopes.join(' '),
    expires_in: String(Math.round((token.expiresAt - Date.now()) / 1000)),
    access_type: 'offline',
    ...(token.scopes.includes(emailScope) && { email: token.grant.email, email_verified: 'true' }),
  });
}

/** `/.well-known/openid-configuration`. */
export function discovery(issuer: string): Reply {
  return json(200, {
    issuer,
    authorization_endpoint: `${issuer}/o/oauth2/v2/auth`,
    token_endpoint: `${issuer}/oauth2/token`,
    userinfo_endpoint: `${issuer}/oauth2/v3/userinfo`,
    revocation_endpoint: `${issuer}/oauth2/revoke`,
    jwks_uri: `${issuer}/oauth2/v3/certs`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'email', 'profile'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    code_challenge_methods_supported: ['plain', 'S256'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    authorization_response_iss_parameter_supported: true,
  });
}

function checkClient(context: OAuthContext, form: URLSearchParams, basic?: string): Reply | undefined {
  const [id, secret] =
    basic === undefined
      ? [form.get('client_id'), form.get('client_secret')]
      : Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
  if (id !== context.client.id) return refuse(401, 'invalid_client', 'The OAuth client was not found.');
  if (secret !== context.client.secret) return refuse(401, 'invalid_client', 'Unauthorized');
  return undefined;
}
