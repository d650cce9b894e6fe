/**
 * What one outgoing call may be about. A caller states it, the guard compares it with the request that is really made
 * and lets nothing else through: there is no permit for reading bodies, listing or searching messages, drafts or
 * settings, so no bug elsewhere can do it.
 */
export type Permit =
  | { kind: 'oauth' }
  | { kind: 'profile' }
  | { kind: 'send' }
  | { kind: 'ownMessageHeaders'; messageId: string };

/** Thrown when code asks the provider for something its permit does not cover. A defect, never an expected outcome. */
export class EgressRefused extends Error {
  constructor(method: string, path: string, permit: Permit['kind']) {
    super(`Blocked an outgoing ${method} ${withoutIds(path)}: not covered by the permit "${permit}".`);
    this.name = 'EgressRefused';
  }
}

const oauthRequests = [
  /^POST \/(oauth2\/)?token$/,
  /^POST \/(oauth2\/)?revoke$/,
  /^GET \/oauth2\/v[13]\/certs$/,
];
const mailbox = '/gmail/v1/users/me';

/** True when the permit covers exactly this request. Pure, so that a test can walk through every method and path. */
export function permits(permit: Permit, method: string, url: URL): boolean {
  const request = `${method} ${url.pathname}`;
  switch (permit.kind) {
    case 'oauth':
      return oauthRequests.some((pattern) => pattern.test(request));
    case 'profile':
      return request === `GET ${mailbox}/profile`;
    case 'send':
      return request === `POST ${mailbox}/messages/send`;
    case 'ownMessageHeaders':
      return (
        request === `GET ${mailbox}/messages/${encodeURIComponent(permit.messageId)}` &&
        url.searchParams.get('format') === 'metadata' &&
        url.searchParams.getAll('metadataHeaders').every((name) => name === 'Message-ID') &&
        url.searchParams.getAll('metadataHeaders').length > 0
      );
  }
}

/** A `fetch` for one permit. `origin` pins where it may go: a redirect or a changed host is refused too. */
export function guardedFetch(permit: Permit, origins: readonly string[]): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const method = (init?.method ?? (input instanceof Request ? input.method : 'GET')).toUpperCase();
    if (!origins.includes(url.origin) || !permits(permit, method, url)) {
      throw new EgressRefused(method, url.pathname, permit.kind);
    }
    return fetch(input, { ...init, redirect: 'error' });
  };
}

const withoutIds = (path: string): string => path.replace(/(messages|threads)\/(?!send$)[^/]+/, '$1/…');
