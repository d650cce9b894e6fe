import { createHash, createPublicKey } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import type { Person } from './people.ts';
import { emailScope, profileScope } from './scopes.ts';

const kid = 'stand-in-1';

// One key for all stand-ins of a process: making one takes a tenth of a second.
let keys: Promise<{ privateKey: CryptoKey; publicKey: CryptoKey }> | undefined;
const keyPair = () => (keys ??= generateKeyPair('RS256', { extractable: true }));

/** What the token endpoint knows when it makes an ID token. */
export type IdTokenFacts = {
  issuer: string;
  clientId: string;
  person: Person;
  scopes: string[];
  accessToken: string;
  nonce?: string;
};

/**
 * An ID token with Google's claims
 * (https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload).
 */
export async function signIdToken(facts: IdTokenFacts): Promise<string> {
  const { issuer, clientId, person, scopes, accessToken, nonce } = facts;
  const { privateKey } = await keyPair();
  const digest = createHash('sha256').update(accessToken).digest();
  return new SignJWT({
    azp: clientId,
    at_hash: digest.subarray(0, digest.length / 2).toString('base64url'),
    ...(person.hd !== undefined && { hd: person.hd }),
    ...(scopes.includes(emailScope) && { email: person.email, email_verified: true }),
    ...(scopes.includes(profileScope) && profileClaims(person)),
    ...(nonce !== undefined && { nonce }),
  })
    .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
    .setIssuer(issuer)
    .setAudience(clientId)
    .setSubject(person.sub)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);
}

/** The claims of the `profile` scope. There is no `picture`: the demo loads nothing from elsewhere. */
export const profileClaims = (person: Person) => ({
  name: person.name,
  given_name: person.givenName,
  family_name: person.familyName,
});

/** `/oauth2/v3/certs`. */
export async function publicJwks(): Promise<{ keys: JWK[] }> {
  const { publicKey } = await keyPair();
  return { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }] };
}

/** `/oauth2/v1/certs`, which google-auth-library reads on Node. Google puts certificates there; a bare key verifies as well. */
export async function publicPems(): Promise<Record<string, string>> {
  const [jwk] = (await publicJwks()).keys;
  const key = createPublicKey({ key: jwk as never, format: 'jwk' });
  return { [kid]: key.export({ type: 'spki', format: 'pem' }).toString() };
}
