import { json, type Reply } from './errors.ts';
import { faultKinds, type FaultSpec } from './faults.ts';
import type { NoticeAction } from './deliver.ts';
import { putNoticeOf, readMailbox, replyFrom, type ReplySpec } from './mailbox.ts';
import type { PersonSeed } from './people.ts';
import type { StandIn } from './stand-in.ts';

/**
 * `/__control/…`: what tests and benchmarks steer the stand-in by. It has no protection of its own: the stand-in
 * listens on the local machine only and holds nobody's mail.
 */
export async function answerControl(
  standIn: StandIn,
  verb: string,
  path: string,
  query: URLSearchParams,
  body: Buffer,
): Promise<Reply> {
  const [area = '', ...rest] = path.slice('/__control/'.length).split('/').map(decodeURIComponent);
  const handler =
    handlers[
      `${verb} ${[area, ...rest.map((_, i) => (fixed.has(rest[i] ?? '') ? rest[i] : '*'))].join('/')}`
    ];
  if (handler === undefined) return json(404, { error: 'no such control', controls: Object.keys(handlers) });
  try {
    const parameters = body.length > 0 ? (JSON.parse(body.toString('utf8')) as Record<string, unknown>) : {};
    return await handler({ standIn, query, body: parameters, name: rest[0] ?? '' });
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

type Call = { standIn: StandIn; query: URLSearchParams; body: Record<string, unknown>; name: string };

/** Path segments that are words of the interface; every other one is an argument. */
const fixed = new Set(['reply', 'notice', 'expire', 'revoke', 'issue', 'replace']);

/** An argument from the query or the body. */
const argument = ({ query, body }: Call, name: string): string | undefined =>
  query.get(name) ?? (typeof body[name] === 'string' ? (body[name] as string) : undefined);

function requiredEmail(call: Call): string {
  const email = argument(call, 'email');
  if (email === undefined) throw new TypeError('email is required');
  return email.toLowerCase();
}

const handlers: Record<string, (call: Call) => Reply | Promise<Reply>> = {
  'GET health': () => json(200, { ok: true }),
  'GET people': ({ standIn }) => json(200, standIn.world.directory.all()),
  'POST people': ({ standIn, body }) => {
    standIn.addPeople(body.people as PersonSeed[]);
    return json(200, { people: standIn.world.directory.all().length });
  },
  'GET faults': ({ standIn }) => json(200, { faults: standIn.faults.list(), kinds: faultKinds }),
  'POST faults': ({ standIn, body }) => json(200, standIn.faults.add(body as FaultSpec)),
  'DELETE faults': ({ standIn }) => {
    standIn.faults.clear();
    return json(200, {});
  },
  'DELETE faults/*': ({ standIn, name }) => {
    standIn.faults.clear(name);
    return json(200, {});
  },
  'PUT latency': ({ standIn, body }) => {
    standIn.latencyMs = Number(body.ms ?? 0);
    return json(200, { ms: standIn.latencyMs });
  },
  'GET record': ({ standIn, query }) => {
    const entries = standIn.record.since(Number(query.get('since') ?? 0));
    return json(200, { last: standIn.record.last, forgotten: standIn.record.forgotten, entries });
  },
  'DELETE record': ({ standIn }) => {
    standIn.record.clear();
    return json(200, {});
  },
  'GET accepted': ({ standIn }) => json(200, Object.fromEntries(standIn.record.acceptedByBehalfId())),
  'GET canary': ({ standIn }) => {
    const messages = standIn.world.engine.store.messagesOf('canary@canary.test').length;
    return json(messages === 0 ? 200 : 500, { empty: messages === 0, messages });
  },
  'POST tokens/expire': (call) => json(200, { expired: call.standIn.tokens.expire(argument(call, 'email')) }),
  'POST tokens/revoke': (call) =>
    json(200, { revoked: call.standIn.tokens.revokeAccount(requiredEmail(call)) }),
  'POST tokens/issue': (call) => {
    const scopes = Array.isArray(call.body.scopes) ? (call.body.scopes as string[]) : [];
    return json(200, call.standIn.issueTokens(requiredEmail(call), scopes));
  },
  'POST users/replace': (call) => {
    const person = call.standIn.replaceUser(requiredEmail(call));
    return json(200, person);
  },
  'POST history/expire': (call) => {
    call.standIn.world.engine.store.expireHistory(requiredEmail(call));
    return json(200, {});
  },
  'GET mailboxes/*': async ({ standIn, name }) => json(200, await readMailbox(standIn.world, name)),
  'POST mailboxes/*/reply': async ({ standIn, name, body }) => {
    const person = standIn.world.directory.find(name);
    const reply = person && (await replyFrom(standIn.world, person, body as ReplySpec));
    return reply ?? json(404, { error: 'no such person, or nothing to answer' });
  },
  'POST mailboxes/*/notice': async ({ standIn, name, body }) => {
    await putNoticeOf(standIn.world, name.toLowerCase(), body as { threadId: string; action: NoticeAction });
    return json(200, {});
  },
};
