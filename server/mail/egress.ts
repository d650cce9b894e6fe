/**
 * What one outgoing call may be about. A caller states it, the guard compares it with the request that is really made
 * and lets nothing else through: there is no permit for reading bodies, other threads or received mail, for searching, or for
 * drafts and settings, so no bug elsewhere can do it. `ownThread` is a look for an answer in a thread of ours; the last
 * three belong to a look for an interrupted send.
 */
export type Permit =
  | { kind: 'oauth' }
  | { kind: 'profile' }
  | { kind: 'send' }
  | { kind: 'ownMessageHeaders'; messageId: string }
  | { kind: 'ownThread'; threadId: string }
  | ListPermit
  | { kind: 'sentMark'; listed: ReadonlySet<string> };

/** The ids of what was sent: since a history id, or the newest. */
export type ListPermit = { kind: 'sentHistory'; startHistoryId: string } | { kind: 'sentList' };

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
const paging = ['maxResults', 'pageToken'];

/** What is asked of a message besides its mark, as a field mask: neither a snippet nor labels ever leave Gmail. */
export const markFields = 'id,threadId,internalDate,payload/headers';

/** The headers that tell a person's answer from a program's. No subject, and nobody but who it is from. */
export const threadHeaders = [
  ...['From', 'Return-Path', 'Content-Type', 'Auto-Submitted', 'Precedence', 'X-Auto-Response-Suppress'],
  ...['X-Autoreply', 'X-Autorespond', 'X-Failed-Recipients', 'X-MS-Exchange-Message-Is-Ndr'],
];

/** What is asked of the messages of a thread, as a field mask: no snippet ever leaves Gmail. */
export const threadFields = ['id', 'internalDate', 'labelIds', 'payload/headers']
  .map((field) => `messages/${field}`)
  .join(',');

/** True when the permit covers exactly this request. Pure, so that a test can walk through methods, paths, parameters. */
export function permits(permit: Permit, method: string, url: URL): boolean {
  const request = `${method} ${url.pathname}`;
  switch (permit.kind) {
    case 'oauth':
      return oauthRequests.some((pattern) => pattern.test(request));
    case 'profile':
      return request === `GET ${mailbox}/profile` && asksFor(url, {});
    case 'send':
      return request === `POST ${mailbox}/messages/send` && asksFor(url, {});
    case 'ownMessageHeaders':
      // An empty id would be the list of all messages.
      return (
        permit.messageId !== '' &&
        request === `GET ${mailbox}/messages/${encodeURIComponent(permit.messageId)}` &&
        asksFor(url, { format: 'metadata', metadataHeaders: 'Message-ID' })
      );
    case 'ownThread':
      // An empty id would be the list of all threads.
      return (
        permit.threadId !== '' &&
        request === `GET ${mailbox}/threads/${encodeURIComponent(permit.threadId)}` &&
        asksExactly(url, [
          ['format', 'metadata'],
          ...threadHeaders.map((name) => ['metadataHeaders', name] as const),
          ['fields', threadFields],
        ])
      );
    case 'sentHistory': {
      const { startHistoryId } = permit;
      const since = { startHistoryId, labelId: 'SENT', historyTypes: 'messageAdded' };
      return request === `GET ${mailbox}/history` && asksFor(url, since, paging);
    }
    case 'sentList':
      return (
        request === `GET ${mailbox}/messages` &&
        asksFor(url, { labelIds: 'SENT', includeSpamTrash: 'true' }, paging)
      );
    case 'sentMark': {
      const id = new RegExp(`^GET ${mailbox}/messages/([\\w-]+)$`).exec(request)?.[1];
      const mark = { format: 'metadata', metadataHeaders: 'X-Behalf-Id', fields: markFields };
      return id !== undefined && permit.listed.has(id) && asksFor(url, mark);
    }
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

/**
 * The two sides of one look for interrupted sends: `list` lists what was sent, `mark` reads the mark of what was listed
 * and of nothing else. Which those are the guard reads from the answers itself, in their order.
 */
export function guardedLook(origins: readonly string[]) {
  const listed = new Set<string>();
  return {
    listed: listed as ReadonlySet<string>,
    mark: guardedFetch({ kind: 'sentMark', listed }, origins),
    list: (permit: ListPermit): typeof fetch => {
      const ask = guardedFetch(permit, origins);
      return async (input, init) => {
        const response = await ask(input, init);
        if (response.ok) for (const id of idsIn(await response.clone().json())) listed.add(id);
        return response;
      };
    },
  };
}

type Listing = {
  messages?: { id?: unknown }[];
  history?: { messagesAdded?: { message?: { id?: unknown } }[] }[];
};

/** The ids of a listing: of a history those of added messages only, though others stand beside them. */
function idsIn({ history, messages }: Listing): string[] {
  const added = history?.flatMap(({ messagesAdded }) => messagesAdded ?? []).map(({ message }) => message);
  return (added ?? messages ?? []).flatMap((message) =>
    typeof message?.id === 'string' ? [message.id] : [],
  );
}

/** True when the query has each of these parameters once with this value, and otherwise at most one of each `also`. */
function asksFor(
  { searchParams }: URL,
  exact: Record<string, string>,
  also: readonly string[] = [],
): boolean {
  // Of a parameter given twice the provider may take the other one.
  const names = [...searchParams.keys()];
  return (
    new Set(names).size === names.length &&
    names.every((name) => Object.hasOwn(exact, name) || also.includes(name)) &&
    Object.entries(exact).every(([name, value]) => searchParams.get(name) === value)
  );
}

/** True when the query is these parameters, in whatever order, and nothing else. */
const asksExactly = ({ searchParams }: URL, wanted: readonly (readonly [string, string])[]): boolean =>
  sorted([...searchParams]).join() === sorted(wanted).join();

const sorted = (pairs: readonly (readonly [string, string])[]): string[] =>
  pairs.map((pair) => JSON.stringify(pair)).sort();

const words = new Set(
  'gmail v1 users me messages threads send profile drafts history labels oauth2 token'.split(' '),
);

/** A path for people: whatever is no word of the interface may be an id. */
const withoutIds = (path: string): string =>
  path.replace(/[^/]+/g, (segment) => (words.has(segment) ? segment : '…'));
