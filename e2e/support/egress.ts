import type { GoogleStandIn, RecordEntry } from '../../demo/google/start.ts';

const mailbox = '/gmail/v1/users/me';

/** Requests that concern no message at all. The browser's own pages of the provider are among them. */
const aboutNoMessage = [
  /^(GET|POST) \/o\/oauth2\/v2\/auth(\/consent)?$/,
  /^POST \/(oauth2\/)?(token|revoke)$/,
  /^GET \/oauth2\/v[13]\/certs$/,
  /^GET \/favicon\.ico$/,
  new RegExp(`^GET ${mailbox}/profile$`),
];

/** What a record tells about what may be asked for. Keys are `<address> <message or thread id>`. */
type Known = {
  /** Made by sends of ours. */
  ours: Set<string>;
  /** The threads that sends of ours are in. */
  threads: Set<string>;
  /** Given by a listing of what was sent. */
  listed: Set<string>;
  /** When a mailbox had its first interrupted send. */
  interruptedAt: Map<string, number>;
};

/**
 * What the provider was asked for that Behalf must never ask for, in words; empty when all is well. Allowed are sign-in
 * and consent, sends that carry our own mark, the headers of messages that such sends made, who wrote in their threads
 * and when, and in a mailbox with an interrupted send the look for its mark. `interrupted` names mailboxes whose interruption left no trace in the record,
 * since the server died before the request.
 */
export function findForeignEgress(
  record: readonly RecordEntry[],
  interrupted: readonly string[] = [],
): string[] {
  const known: Known = {
    ours: new Set(),
    threads: new Set(),
    listed: new Set(),
    interruptedAt: new Map(interrupted.map((email) => [email, 0])),
  };
  // A send that takes long is in the record after what was asked while it took.
  for (const entry of record.filter(wasInterrupted)) {
    const first = known.interruptedAt.get(entry.email ?? '') ?? Infinity;
    known.interruptedAt.set(entry.email ?? '', Math.min(first, entry.at));
  }
  const wrong: string[] = [];
  for (const entry of record) {
    const problem = problemOf(entry, known);
    if (problem !== null) wrong.push(`#${entry.seq} ${entry.method} ${entry.path}: ${problem}`);
    if (entry.messageId !== undefined && entry.send?.behalfId) known.ours.add(keyOf(entry, entry.messageId));
    if (entry.threadId !== undefined && entry.send?.behalfId) known.threads.add(keyOf(entry, entry.threadId));
    for (const id of entry.listed ?? []) known.listed.add(keyOf(entry, id));
  }
  return wrong;
}

const keyOf = ({ email }: RecordEntry, id: string): string => `${email} ${id}`;

/** Whether Behalf may have been left without an answer that says what became of the send. */
const wasInterrupted = ({ send, status, fault }: RecordEntry): boolean =>
  send?.behalfId !== undefined && (status === 0 || status >= 500 || (fault !== undefined && status < 400));

function problemOf(entry: RecordEntry, known: Known): string | null {
  const request = `${entry.method} ${entry.path}`;
  if (aboutNoMessage.some((pattern) => pattern.test(request))) return null;
  if (request === `POST ${mailbox}/messages/send`) {
    return entry.send?.behalfId ? null : 'a send without our mark';
  }
  if (request === `GET ${mailbox}/history` || request === `GET ${mailbox}/messages`) {
    return problemOfListing(entry, known);
  }
  const threadId = new RegExp(`^GET ${mailbox}/threads/([^/]+)$`).exec(request)?.[1];
  if (threadId !== undefined) return problemOfThread(entry, threadId, known);
  const id = new RegExp(`^GET ${mailbox}/messages/([^/]+)$`).exec(request)?.[1];
  return id === undefined ? 'nothing that Behalf may ask for' : problemOfMessage(entry, id, known);
}

function problemOfListing(entry: RecordEntry, { interruptedAt }: Known): string | null {
  const { startHistoryId, maxResults: _, pageToken: __, ...query } = entry.query;
  if (entry.path.endsWith('/history')) {
    if (!startHistoryId || !isExactly(query, { labelId: 'SENT', historyTypes: 'messageAdded' })) {
      return 'more than what was added to Sent';
    }
  } else if (startHistoryId || !isExactly(query, { labelIds: 'SENT', includeSpamTrash: 'true' })) {
    return 'more than what is in Sent';
  }
  const isLookedInto = (interruptedAt.get(entry.email ?? '') ?? Infinity) <= entry.at;
  return isLookedInto ? null : 'a look into a mailbox without an interrupted send';
}

/** Spelt out once more, so that a change of what the product asks for is noticed. */
const threadQuery = {
  format: 'metadata',
  metadataHeaders:
    'From,Return-Path,Content-Type,Auto-Submitted,Precedence,X-Auto-Response-Suppress,X-Autoreply,X-Autorespond,X-Failed-Recipients,X-MS-Exchange-Message-Is-Ndr',
  fields: 'messages/id,messages/internalDate,messages/labelIds,messages/payload/headers',
};

function problemOfThread(entry: RecordEntry, id: string, { threads }: Known): string | null {
  if (!threads.has(keyOf(entry, id))) return 'a thread that Behalf did not send in from this mailbox';
  return isExactly(entry.query, threadQuery) ? null : 'more than who wrote in a thread, and when';
}

const markQuery = {
  format: 'metadata',
  metadataHeaders: 'X-Behalf-Id',
  fields: 'id,threadId,internalDate,payload/headers',
};

function problemOfMessage(entry: RecordEntry, id: string, { ours, listed }: Known): string | null {
  const key = keyOf(entry, id);
  if (ours.has(key) && isExactly(entry.query, { format: 'metadata', metadataHeaders: 'Message-ID' })) {
    return null;
  }
  if (!listed.has(key)) {
    return ours.has(key)
      ? 'more than one header of a message'
      : 'a message that Behalf did not send from this mailbox';
  }
  return isExactly(entry.query, markQuery) ? null : 'more than the mark of a message';
}

const isExactly = (query: Record<string, string>, wanted: Record<string, string>): boolean =>
  Object.keys(query).length === Object.keys(wanted).length &&
  Object.entries(wanted).every(([name, value]) => query[name] === value);

const earlier = new WeakMap<GoogleStandIn, RecordEntry[]>();

/** Begins a new record, for a test of its own. What came before is kept: the server goes on looking into its threads. */
export function beginRecord(google: GoogleStandIn): void {
  earlier.set(google, [...(earlier.get(google) ?? []), ...google.record.since()]);
  google.record.clear();
}

/**
 * @throws Error when anything reached the canary's mailbox, when the provider was asked for what is none of Behalf's
 * business (see `findForeignEgress`), or when one send was accepted twice
 */
export function assertNothingForeign(google: GoogleStandIn, interrupted: readonly string[] = []): void {
  google.assertCanaryEmpty();
  const wrong = findForeignEgress([...(earlier.get(google) ?? []), ...google.record.since()], interrupted);
  if (wrong.length > 0)
    throw new Error(`Behalf asked the provider for what it must not:\n${wrong.join('\n')}`);
  const twice = [...google.record.acceptedByBehalfId()].filter(([, times]) => times > 1);
  if (twice.length > 0) throw new Error(`Handed over more than once: ${twice.map(([id]) => id).join(', ')}`);
}
