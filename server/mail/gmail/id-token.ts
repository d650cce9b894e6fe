import { createPublicKey } from 'node:crypto';
import type { TokenPayload } from 'google-auth-library';
import type { ProviderAccount } from '../provider.ts';
import type { GoogleEndpoints } from './endpoints.ts';
import type { OAuthClient } from './oauth-client.ts';

/** Public keys by key id, as PEM, and until when they may be kept (epoch milliseconds of the real clock). */
type Keys = { pemByKid: Record<string, string>; until: number };
const keysOf = new WeakMap<OAuthClient, Promise<Keys>>();
const defaultKeysMs = 60 * 60 * 1000;

/**
 * Verifies an ID token (OpenID Connect Core §3.1.3.7): signature, issuer, audience, lifetime, our nonce, and that the
 * provider vouches for the address. Null when any of it does not hold. Throws only when the keys can't be fetched.
 */
export async function readIdToken(
  client: OAuthClient,
  idToken: string,
  { endpoints, clientId, nonce }: { endpoints: GoogleEndpoints; clientId: string; nonce: string },
): Promise<ProviderAccount | null> {
  const keys = await keysFor(client, endpoints, kidOf(idToken));
  const claims = await verify(client, idToken, { keys, clientId, issuers: endpoints.issuers });
  if (!claims?.sub || claims.nonce !== nonce || !claims.email || claims.email_verified !== true) return null;
  return {
    // Google spells its issuer in two ways; an account must not become two by it.
    iss: endpoints.issuers[0]!,
    sub: claims.sub,
    email: claims.email,
    name: claims.name ?? claims.email,
    pictureUrl: claims.picture ?? null,
    hostedDomain: claims.hd ?? null,
  };
}

async function verify(
  client: OAuthClient,
  idToken: string,
  { keys, clientId, issuers }: { keys: Keys; clientId: string; issuers: string[] },
): Promise<TokenPayload | undefined> {
  try {
    const ticket = await client.verifySignedJwtWithCertsAsync(idToken, keys.pemByKid, clientId, issuers);
    return ticket.getPayload();
  } catch {
    // The library's messages repeat the token and its claims: none of it goes further.
    return undefined;
  }
}

/** The provider's keys, fetched again when they are too old or an unknown key id says that they were rotated. */
async function keysFor(client: OAuthClient, endpoints: GoogleEndpoints, kid: string | null): Promise<Keys> {
  const known = await keysOf.get(client)?.catch(() => undefined);
  if (known && known.until > Date.now() && (kid === null || kid in known.pemByKid)) return known;
  const fetched = fetchKeys(client, endpoints);
  keysOf.set(client, fetched);
  return fetched;
}

/** Reads the JWKS (RFC 7517). The library itself, on Node, reads Google's older address with certificates only. */
async function fetchKeys(client: OAuthClient, endpoints: GoogleEndpoints): Promise<Keys> {
  const response = await client.transporter.request<{ keys: ({ kid: string } & JsonWebKey)[] }>({
    method: 'GET',
    url: endpoints.certs,
  });
  const maxAge = /max-age=(\d+)/.exec(response.headers.get('cache-control') ?? '')?.[1];
  return {
    pemByKid: Object.fromEntries(
      response.data.keys
        .filter((key) => key.kty === 'RSA')
        .map(({ kid, ...jwk }) => [
          kid,
          createPublicKey({ key: jwk as never, format: 'jwk' })
            .export({ type: 'spki', format: 'pem' })
            .toString(),
        ]),
    ),
    until: Date.now() + (maxAge === undefined ? defaultKeysMs : Number(maxAge) * 1000),
  };
}

function kidOf(idToken: string): string | null {
  try {
    const head = JSON.parse(Buffer.from(idToken.split('.')[0] ?? '', 'base64url').toString()) as {
      kid?: string;
    };
    return head.kid ?? null;
  } catch {
    return null;
  }
}
