import type { Environment } from '../environment.ts';

export type Asked = { method: string; path: string; body: unknown; headers: Headers };
type Reply = { status?: number; body?: unknown } | 'unreachable';
/** Answers a request; null is a 404, and a text is a CSV file. */
export type FakeServer = (asked: Asked) => Reply | null | Promise<Reply | null>;

/** A clock that a test moves, a network that a test answers, and short waits that are over at once. */
export function fakeEnvironment(server: FakeServer, start = Date.parse('2026-03-02T10:00:00')) {
  const asked: Asked[] = [];
  const clock = { now: start };
  let count = 0;
  const environment: Environment = {
    fetch: (async (url: string, init: RequestInit) => {
      const { pathname, search } = new URL(url);
      const request: Asked = {
        method: init.method ?? 'GET',
        path: pathname + search,
        body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
        headers: new Headers(init.headers),
      };
      asked.push(request);
      const reply = await server(request);
      if (reply === 'unreachable') throw new TypeError('Failed to fetch');
      const notFound = { error: { code: 'not_found', message: 'Not found.', requestId: 'r' } };
      if (typeof reply?.body === 'string')
        return new Response(reply.body, { headers: { 'content-type': 'text/csv; charset=utf-8' } });
      return Response.json(reply?.body ?? notFound, { status: reply ? (reply.status ?? 200) : 404 });
    }) as typeof fetch,
    now: () => clock.now,
    randomBytes: (length) => new Uint8Array(length).fill((count += 1)),
    // Long pauses never end: what goes on for ever in the background would else keep the test busy.
    wait: (pause) => new Promise((resolve) => void (pause < 5_000 && setTimeout(resolve, 0))),
    repeat: () => () => {},
    openSocket: () => {
      throw new Error('no socket in this test');
    },
  };
  return { environment, asked, clock };
}

/** The body of a refusal by the server. */
export const refusal = (code: string, message = code) => ({ error: { code, message, requestId: 'r' } });
