import { upgradeWebSocket } from '@hono/node-server';
import type { Context } from 'hono';
import { EventHello, EventPage, EventQuery, type EventFrame } from '../../shared/api/events.ts';
import { authenticate } from '../accounts/sessions/index.ts';
import type { AppEnv } from './support/env.ts';
import { openFeed } from './support/event-feed.ts';
import { seqCursor } from './support/paging.ts';
import { answers, api, memberRoute } from './support/route-kit.ts';
import { listEvents, readEventHead } from '../store/events.ts';
import { viewEvent } from './views/event-view.ts';

/** A client that does not say who it is within this time is let go (milliseconds). */
const helloWithinMs = 5_000;

const list = memberRoute({
  method: 'get',
  path: '/v1/events',
  summary: 'What happened since a cursor; as a WebSocket, what happens from there on',
  request: { query: EventQuery },
  responses: { 200: answers(EventPage, 'Events in order, and the cursor after them') },
});

/**
 * The live feed. The token comes in the first frame, since browsers can't set headers on a WebSocket and addresses get
 * logged. Closes with 4401 when the session is not live, also when it ends later.
 */
const socket = upgradeWebSocket((c) => {
  const { store, clock } = (c as Context<AppEnv>).var.deps;
  let close = () => {};
  let greeted = false;
  return {
    onOpen(_event, ws) {
      const timer = setTimeout(() => ws.close(4401, 'no hello'), helloWithinMs);
      timer.unref();
      close = () => clearTimeout(timer);
    },
    async onMessage(message, ws) {
      // After the hello every frame is a ping: an answer keeps an extension's worker awake (Chrome: 30 s idle).
      if (greeted) return ws.send('{"type":"pong"}');
      greeted = true;
      close();
      const hello = EventHello.safeParse(parseJson(message.data));
      const session = hello.success ? await authenticate(store.read, hello.data.token, clock()) : null;
      if (!hello.success || !session) return ws.close(4401, 'signed out');
      const send = (frame: EventFrame) => ws.send(JSON.stringify(frame));
      const after = /^\d{1,15}$/.test(hello.data.cursor ?? '') ? Number(hello.data.cursor) : null;
      close = await openFeed(store, session.memberId, after, send, async () => {
        const live = await authenticate(store.read, hello.data.token, clock());
        if (!live) ws.close(4401, 'signed out');
        return live !== null;
      });
    },
    onClose: () => close(),
    onError: () => close(),
  };
});

const routes = api();
routes.get('/v1/events', async (c, next) =>
  c.req.header('upgrade')?.toLowerCase() === 'websocket' ? socket(c, next) : next(),
);

export const eventRoutes = routes.openapi(list, async (c) => {
  const { store } = c.var.deps;
  const { limit, cursor } = c.req.valid('query');
  const { memberId } = c.var.session;
  const after = seqCursor(cursor) ?? (await readEventHead(store.read, memberId));
  const rows = await listEvents(store.read, memberId, { after, limit });
  return c.json({ items: rows.map(viewEvent), cursor: String(rows.at(-1)?.seq ?? after) }, 200);
});

function parseJson(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return null;
  }
}
