import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerControl } from './control.ts';
import { json, type Reply } from './errors.ts';
import { type Fault, faultReply, lateFaultReply } from './faults.ts';
import { type GmailAnswer } from './gmail.ts';
import { answerInbox } from './inbox-page.ts';
import { type Outgoing, readOutgoing, summarise } from './outgoing.ts';
import { listedIds, publicQuery } from './record.ts';
import { answerGoogle, type GoogleRequest } from './routes.ts';
import type { StandIn } from './stand-in.ts';

/** Gmail takes messages of up to 25 MB, which is 35 MB of base64. */
const bodyLimit = 36 * 1024 * 1024;

/** The stand-in's HTTP server, not yet listening. Plain `node:http`, because faults cut connections. */
export function serveStandIn(find: () => StandIn | undefined): Server {
  const server = createServer((request, response) => {
    const standIn = find();
    if (standIn === undefined) return write(response, json(503, { error: 'starting' }));
    answer(standIn, request, response).catch((error: unknown) => {
      console.error('google stand-in:', error);
      if (!response.headersSent) write(response, json(500, { error: { code: 500, message: String(error) } }));
    });
  });
  // Clients keep connections open between sends; Node's five seconds would cut them at random.
  server.keepAliveTimeout = 120_000;
  return server;
}

async function answer(standIn: StandIn, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  if (body === undefined)
    return write(response, json(413, { error: { code: 413, message: 'Request too large' } }));
  const verb = request.method ?? 'GET';
  const [path = '/', search = ''] = splitOnce(request.url ?? '/', '?');
  const query = new URLSearchParams(search);
  if (path.startsWith('/__control/')) {
    return write(response, await answerControl(standIn, verb, path, query, body));
  }
  if (path === '/' || path === '/inbox' || path.startsWith('/inbox/')) {
    return write(response, await answerInbox(standIn.world, verb, path, query, body));
  }
  await answerRecorded(standIn, response, toGoogleRequest(request, verb, path, query, body));
}

function toGoogleRequest(
  { headers }: IncomingMessage,
  verb: string,
  path: string,
  query: URLSearchParams,
  body: Buffer,
): GoogleRequest {
  const contentType = headers['content-type'] ?? '';
  const [, scheme = '', credentials] = /^(\S+) +(\S+)$/.exec(headers.authorization ?? '') ?? [];
  const bearer = /^bearer$/i.test(scheme) ? credentials : (query.get('access_token') ?? undefined);
  const sends = verb === 'POST' && path.endsWith('/messages/send');
  return {
    verb,
    path,
    query,
    body,
    bearer,
    basic: /^basic$/i.test(scheme) ? credentials : undefined,
    form: /x-www-form-urlencoded/i.test(contentType) ? new URLSearchParams(body.toString('utf8')) : undefined,
    ...(sends && { outgoing: readOutgoing(path, contentType, body) }),
  };
}

/** The way of every request to Google's own paths: delays, faults, the answer, the record. */
async function answerRecorded(
  standIn: StandIn,
  response: ServerResponse,
  request: GoogleRequest,
): Promise<void> {
  const at = Date.now();
  const started = performance.now();
  const { verb, path, form, outgoing } = request;
  const refreshToken = form?.get('grant_type') === 'refresh_token' ? form.get('refresh_token') : null;
  const email = standIn.tokens.ownerOf(refreshToken ?? request.bearer ?? form?.get('token') ?? '');
  const hits = standIn.faults.draw({
    method: verb,
    path,
    refresh: refreshToken !== null,
    ...(email !== undefined && { email }),
  });
  await pause(standIn.latencyMs + totalMs(hits, 'slow'));
  const fault = hits.find(({ kind }) => kind !== 'slow' && kind !== 'slowAnswer');

  let result: GmailAnswer;
  if (fault?.kind === 'resetBefore') result = { reply: { status: 0, body: '' } };
  else {
    const faulty = fault && faultReply(fault);
    result = faulty === undefined ? await answerGoogle(standIn, request) : { reply: faulty };
  }
  const accepted = result.reply.status === 200 && isOutgoing(outgoing) && fault?.kind !== 'resetBefore';
  const reply = (fault && lateFaultReply(fault)) ?? result.reply;
  await pause(totalMs(hits, 'slowAnswer'));
  const cut = fault?.kind === 'resetBefore' || fault?.kind === 'resetAfter';
  standIn.record.add({
    at,
    method: verb,
    path,
    query: publicQuery(request.query),
    ...((result.email ?? email) !== undefined && { email: result.email ?? email }),
    ...(result.scope !== undefined && { scope: result.scope }),
    status: cut ? 0 : reply.status,
    ms: Math.round((performance.now() - started) * 10) / 10,
    ...(hits.length > 0 && { fault: hits.map(({ kind }) => kind).join(',') }),
    ...(isOutgoing(outgoing) && { send: summarise(outgoing), accepted }),
    ...(accepted && idsOf(result.reply)),
    ...(verb === 'GET' && listedIds(path, reply)),
  });
  if (cut) response.socket?.resetAndDestroy();
  else if (fault?.kind === 'truncated') truncate(response, reply);
  else write(response, reply);
}

const isOutgoing = (outgoing: Outgoing | Reply | undefined): outgoing is Outgoing =>
  outgoing !== undefined && !('status' in outgoing);

function idsOf({ body }: Reply): { messageId: string; threadId: string } {
  const { id, threadId } = JSON.parse(body) as { id: string; threadId: string };
  return { messageId: id, threadId };
}

const totalMs = (hits: Fault[], kind: string): number =>
  hits.reduce((sum, hit) => sum + (hit.kind === kind ? (hit.ms ?? 0) : 0), 0);

const pause = async (ms: number): Promise<void> => {
  if (ms > 0) await sleep(ms);
};

function write(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/** Announces the whole body, sends half of it and hangs up. */
function truncate(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) + 1 });
  response.write(body.slice(0, Math.ceil(body.length / 2)), () => response.socket?.destroy());
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= bodyLimit) chunks.push(chunk);
  }
  return size > bodyLimit ? undefined : Buffer.concat(chunks);
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
