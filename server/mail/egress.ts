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
      // An empty id would be the list of all messages; of a parameter given twice the provider may take the other.
      return (
        permit.messageId !== '' &&
        request === `GET ${mailbox}/messages/${encodeURIComponent(permit.messageId)}` &&
        isOnly(url.searchParams.getAll('format'), 'metadata') &&
        isOnly(url.searchParams.getAll('metadataHeaders'), 'Message-ID')
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

const isOnly = (values: readonly string[], value: string): boolean =>
  values.length === 1 && values[0] === value;

const words = new Set(
  'gmail v1 users me messages threads send profile drafts history labels oauth2 token'.split(' '),
);

/** A path for people: whatever is no word of the interface may be an id. */
const withoutIds = (path: string): string =>
  path.replace(/[^/]+/g, (segment) => (words.has(segment) ? segment : '…'));
