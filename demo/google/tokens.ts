import { createHash, randomBytes } from 'node:crypto';
import type { Person } from './people.ts';

/** What one account has allowed the client: the unit that a revocation ends. */
export type Grant = { email: string; sub: string; scopes: Set<string>; revoked: boolean };

/** An authorization code that waits for its exchange. */
export type Code = {
  grant: Grant;
  scopes: string[];
  redirectUri: string;
  nonce?: string;
  challenge?: string;
  challengeMethod: string;
  offline: boolean;
  expiresAt: number;
};

/** A refresh token's or an access token's holder. */
export type Token = { grant: Grant; scopes: string[]; expiresAt: number };

export type TokenPair = { accessToken: string; refreshToken: string; expiresIn: number; scope: string };

/** Google's codes live for minutes only. */
const codeLifetime = 10 * 60_000;

/**
 * Every code and token that was given out, each with the scopes that were really granted.
 * There is one grant per account id, as at Google: revoking any token of it ends all of them
 * (https://developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke).
 */
export class Tokens {
  readonly lifetimeSeconds: number;
  readonly #grants = new Map<string, Grant>();
  readonly #codes = new Map<string, Code>();
  readonly #access = new Map<string, Token>();
  readonly #refresh = new Map<string, Token>();

  constructor(lifetimeSeconds: number) {
    this.lifetimeSeconds = lifetimeSeconds;
  }

  /** The account's living grant, if it has allowed anything yet. */
  grantOf(person: Person): Grant | undefined {
    return this.#grants.get(person.sub);
  }

  /** Adds to what the account has allowed. */
  allow(person: Person, scopes: string[]): Grant {
    const grant = this.#grants.get(person.sub) ?? {
      email: person.email,
      sub: person.sub,
      scopes: new Set<string>(),
      revoked: false,
    };
    for (const scope of scopes) grant.scopes.add(scope);
    this.#grants.set(person.sub, grant);
    return grant;
  }

  issueCode(code: Omit<Code, 'expiresAt'>): string {
    const value = `4/0A${randomBytes(36).toString('base64url')}`;
    this.#codes.set(value, { ...code, expiresAt: Date.now() + codeLifetime });
    return value;
  }

  /** Takes the code: it can be used once, whatever comes of the exchange. */
  takeCode(value: string): Code | undefined {
    const code = this.#codes.get(value);
    this.#codes.delete(value);
    return code === undefined || code.expiresAt < Date.now() || code.grant.revoked ? undefined : code;
  }

  issueAccess(grant: Grant, scopes: string[]): string {
    const value = `ya29.a0${randomBytes(60).toString('base64url')}`;
    this.#access.set(value, { grant, scopes, expiresAt: Date.now() + this.lifetimeSeconds * 1000 });
    return value;
  }

  issueRefresh(grant: Grant, scopes: string[]): string {
    const value = `1//0${randomBytes(48).toString('base64url')}`;
    this.#refresh.set(value, { grant, scopes, expiresAt: Infinity });
    return value;
  }

  /** Both tokens at once, past the browser: for benchmarks and for tests that are not about consent. */
  issuePair(person: Person, scopes: string[]): TokenPair {
    const grant = this.allow(person, scopes);
    return {
      accessToken: this.issueAccess(grant, scopes),
      refreshToken: this.issueRefresh(grant, scopes),
      expiresIn: this.lifetimeSeconds,
      scope: scopes.join(' '),
    };
  }

  access(value: string): Token | undefined {
    return alive(this.#access.get(value));
  }

  refresh(value: string): Token | undefined {
    return alive(this.#refresh.get(value));
  }

  /** Whose token this is or was, for the record. */
  ownerOf(value: string): string | undefined {
    return (this.#access.get(value) ?? this.#refresh.get(value))?.grant.email;
  }

  /** Ends the grant that an access or refresh token belongs to. False where it was dead already. */
  revoke(value: string): boolean {
    const token = this.access(value) ?? this.refresh(value);
    if (token === undefined) return false;
    this.#end(token.grant);
    return true;
  }

  /** As the account's owner does at myaccount.google.com. Returns whether there was anything to end. */
  revokeAccount(email: string): boolean {
    const grants = [...this.#grants.values()].filter((grant) => grant.email === email);
    for (const grant of grants) this.#end(grant);
    return grants.length > 0;
  }

  /** Lets access tokens run out now: everybody's, or one account's. Returns how many. */
  expire(email?: string): number {
    let count = 0;
    for (const token of this.#access.values()) {
      if (email !== undefined && token.grant.email !== email) continue;
      if (token.expiresAt > Date.now()) count += 1;
      token.expiresAt = 0;
    }
    return count;
  }

  #end(grant: Grant): void {
    grant.revoked = true;
    this.#grants.delete(grant.sub);
  }
}

function alive(token: Token | undefined): Token | undefined {
  return token === undefined || token.grant.revoked || token.expiresAt <= Date.now() ? undefined : token;
}

/** RFC 7636, section 4.6. */
export function verifierMatches(verifier: string, challenge: string, method: string): boolean {
  if (method === 'plain') return verifier === challenge;
  return createHash('sha256').update(verifier).digest('base64url') === challenge;
}
