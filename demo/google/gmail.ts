import type { World } from './deliver.ts';
import {
  forbidden,
  insufficientScope,
  invalidArgument,
  json,
  loginRequired,
  notFound,
  type Reply,
  unauthenticated,
} from './errors.ts';
import { cutToFields } from './fields.ts';
import { listHistory } from './history.ts';
import { cutMessage, decodeHeader } from './mime.ts';
import type { Outgoing } from './outgoing.ts';
import type { Person } from './people.ts';
import { findGmailMethod, type GmailMethod, heldToMetadata } from './scopes.ts';
import { sendMessage } from './send.ts';
import type { Tokens } from './tokens.ts';

/** A Gmail request as far as it matters here. */
export type GmailRequest = {
  verb: string;
  path: string;
  query: URLSearchParams;
  bearer: string | undefined;
  body: Buffer;
  outgoing?: Outgoing | Reply;
};

/** Whose token was used, and which of its scopes opened the method; for the record. */
export type GmailAnswer = { reply: Reply; email?: string; scope?: string };

/** Checks token, method, mailbox and scopes in Google's order, then answers from emulate's mailbox. */
export async function answerGmail(world: World, tokens: Tokens, request: GmailRequest): Promise<GmailAnswer> {
  if (request.bearer === undefined) return { reply: loginRequired() };
  const token = tokens.access(request.bearer);
  const person = token && world.directory.find(token.grant.email);
  if (token === undefined || person === undefined) return { reply: unauthenticated() };
  const { email } = person;

  const found = findGmailMethod(request.verb, request.path);
  if (found === undefined) return { reply: notFound(), email };
  const { method, userId } = found;
  if (userId !== 'me' && userId.toLowerCase() !== email) {
    return { reply: forbidden(`Delegation denied for ${email}`), email };
  }
  const scope = method.scopes.find((candidate) => token.scopes.includes(candidate));
  if (scope === undefined) {
    return { reply: insufficientScope(`gmail.${method.name}`, method.scopes), email };
  }
  const metadataOnly = heldToMetadata(token.scopes);
  const refusal = metadataOnly ? refuseMetadata(method, request.query) : undefined;
  const reply = refusal ?? (await perform(world, person, method, request, metadataOnly));
  return { reply, email, scope };
}

/** What a token with `gmail.metadata` may not ask for, even when it has wider scopes beside it. */
function refuseMetadata(method: GmailMethod, query: URLSearchParams): Reply | undefined {
  if (method.name.endsWith('.list') && query.has('q')) {
    return forbidden("Metadata scope does not support 'q' parameter");
  }
  if (!/^users\.(messages|threads|drafts)\.get$/.test(method.name)) return undefined;
  const format = (query.get('format') ?? 'full').toUpperCase();
  if (format === 'METADATA' || format === 'MINIMAL') return undefined;
  return forbidden(`Metadata scope doesn't allow format ${format}`);
}

async function perform(
  world: World,
  person: Person,
  method: GmailMethod,
  request: GmailRequest,
  metadataOnly: boolean,
): Promise<Reply> {
  const { outgoing } = request;
  if (method.name === 'users.messages.send' && outgoing !== undefined) {
    return 'status' in outgoing ? outgoing : sendMessage(world, person, outgoing);
  }
  if (method.name === 'users.getProfile') {
    const { messages, threads, historyId } = world.engine.store.sums(person.email);
    return json(200, {
      emailAddress: person.email,
      messagesTotal: messages,
      threadsTotal: threads,
      historyId,
    });
  }
  if (method.name === 'users.history.list') return listHistory(world, person.email, request.query);
  const query = lowerFormat(request.query);
  let body: unknown;
  try {
    body = request.body.length > 0 ? JSON.parse(request.body.toString('utf8')) : undefined;
  } catch {
    return invalidArgument('Invalid JSON payload received.');
  }
  const path = `${request.path.replace(/(\/users\/)[^/]+/, '$1me')}${query.size > 0 ? `?${query}` : ''}`;
  const answer = await world.engine.ask(person.email, request.verb, path, body);
  if (answer.status !== 200) return json(answer.status, answer.json);
  return json(200, cutToFields(complete(world, answer.json, query, metadataOnly), query.get('fields')));
}

/** emulate knows the lower-case names of formats only; Google's clients send either. */
function lowerFormat(query: URLSearchParams): URLSearchParams {
  const copy = new URLSearchParams(query);
  const format = copy.get('format');
  if (format !== null) copy.set('format', format.toLowerCase());
  return copy;
}

type MessageResource = { id: string; snippet?: string; payload?: { headers?: unknown } };

/** Puts right what emulate answers otherwise than Gmail: headers beyond its ten, and empty lists. */
function complete(world: World, value: unknown, query: URLSearchParams, metadataOnly: boolean): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const answer = { ...value } as Record<string, unknown> & { messages?: unknown; threads?: unknown };
  // Gmail leaves an empty list out altogether.
  for (const name of ['history', 'messages', 'threads', 'drafts']) {
    if (Array.isArray(answer[name]) && answer[name].length === 0) delete answer[name];
  }
  const resources = 'payload' in answer || 'snippet' in answer ? [answer] : [];
  for (const list of [answer.messages, answer.threads]) {
    if (Array.isArray(list)) resources.push(...(list as typeof resources));
  }
  for (const resource of resources as unknown as MessageResource[]) {
    if (metadataOnly) delete resource.snippet;
    if (resource.payload !== undefined) resource.payload.headers = allHeaders(world, resource.id, query);
  }
  return answer;
}

function allHeaders(world: World, id: string, query: URLSearchParams): { name: string; value: string }[] {
  const stored = world.engine.store.message(id);
  if (stored === undefined) return [];
  const wanted = query.getAll('metadataHeaders').map((name) => name.toLowerCase());
  const { fields } = cutMessage(Buffer.from(stored.raw, 'base64url'));
  return fields
    .filter(({ name }) => wanted.length === 0 || wanted.includes(name.toLowerCase()))
    .map(({ name, value }) => ({ name, value: decodeHeader(value) }));
}
