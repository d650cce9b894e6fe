import { upgradeWebSocket } from '@hono/node-server';
import type { Context } from 'hono';
import type { WSContext } from 'hono/ws';
import { EventHello, EventPage, EventQuery, type EventFrame } from '../../shared/api/events.ts';
import { authenticate } from '../accounts/sessions/index.ts';
import { askingOf } from './support/asking.ts';
import type { AppEnv } from './support/env.ts';
import { openFeed, readFeed } from './support/event-feed.ts';
import { seqCursor } from './support/paging.ts';
import { answers, api, memberRoute } from './support/route-kit.ts';
import { viewEvent } from './views/event-view.ts';

/** A client that does not say who it is within this time is let go (milliseconds). */
const helloWithinMs = 5_000;
/** A client that reads so much slower than news comes is let go, and comes again with its cursor (bytes). */
const mostUnread = 1024 * 1024;

const list = memberRoute({
  method: 'get',
  path: '/v1/events',
  summary: 'What happened since a cursor; as a WebSocket, what happens from there on',
  request: { query: EventQuery },
  responses: { 200: answers(EventPage, 'Events in order, and the cursor after them') },
});

/**
 * The live feed. The token comes in the first frame, since browsers can't set headers on a WebSocket and addresses get
 * logged. Closes with 4401 when the session is not live, also when it ends later: asked before each event and at each
 * ping. With 4429 when it asks for too much. After a fault it closes, and the client comes again with its cursor.
 */
const socket = upgradeWebSocket((c) => {
  const { deps, limits } = (c as Context<AppEnv>).var;
  const { store, clock, tracker, config } = deps;
  const asking = askingOf(c, config.trustedProxyHops);
  let greeted = false;
  let over = false;
  let memberId: string | null = null;
  let isLive = async () => true;
  let letGo = () => {};

  const greet = async (data: unknown, ws: WSContext) => {
    letGo();
    const hello = EventHello.safeParse(parseJson(data));
    if (!hello.success) return ws.close(4401, 'signed out');
    const { token, cursor = '' } = hello.data;
    const sessionOf = async () => {
      const session = await authenticate(store.read, token, clock());
      if (session) tracker.notice(session.memberId, asking);
      else ws.close(4401, 'signed out');
      return session;
    };
    isLive = async () => (await sessionOf()) !== null;
    const session = await sessionOf();
    if (!session) return;
    const leave = limits.feed(session.memberId);
    if (!leave) return ws.close(4429, 'too many feeds');
    letGo = leave;
    memberId = session.memberId;
    const send = (frame: EventFrame) => {
      const { bufferedAmount = 0 } = (ws.raw ?? {}) as { bufferedAmount?: number };
      if (bufferedAmount > mostUnread) return ws.close(1013, 'read faster');
      ws.send(JSON.stringify(frame));
    };
    const after = /^\d{1,15}$/.test(cursor) ? Number(cursor) : null;
    const stop = await openFeed(store, session.memberId, after, send, isLive);
    letGo = () => {
      stop();
      leave();
    };
    // Gone while we looked it up: nobody else would end the feed.
    if (over) letGo();
  };
  // After the hello every frame is a ping: an answer keeps an extension's worker awake (Chrome: 30 s idle).
  const pong = async (ws: WSContext) => {
    if (memberId !== null && limits.member(memberId) > 0) return ws.close(4429, 'too many frames');
    if (await isLive()) ws.send('{"type":"pong"}');
  };
  const end = () => {
    over = true;
    letGo();
  };
  return {
    onOpen(_event, ws) {
      const timer = setTimeout(() => ws.close(4401, 'no hello'), helloWithinMs);
      timer.unref();
      letGo = () => clearTimeout(timer);
    },
    onMessage(message, ws) {
      const answer = greeted ? pong(ws) : greet(message.data, ws);
      greeted = true;
      answer.catch(() => ws.close(1011, 'try again'));
    },
    onClose: end,
    onError: end,
  };
});

/** RFC 6455 §4.1: both headers, or it is an ordinary request that answers like one. */
const wantsSocket = (c: Context): boolean =>
  c.req.header('upgrade')?.toLowerCase() === 'websocket' &&
  /(^|,)\s*upgrade\s*(,|$)/i.test(c.req.header('connection') ?? '');

const routes = api();
routes.get('/v1/events', async (c, next) => (wantsSocket(c) ? socket(c, next) : next()));

export const eventRoutes = routes.openapi(list, async (c) => {
  const { store } = c.var.deps;
  const { limit, cursor } = c.req.valid('query');
  const { memberId } = c.var.session;
  const page = await readFeed(store.read, memberId, seqCursor(cursor), limit);
  return c.json({ items: page.rows.map(viewEvent), cursor: String(page.cursor) }, 200);
});

function parseJson(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return null;
  }
}
