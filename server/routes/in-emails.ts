import { randomUUID } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { renderResultPage, resultPageHeaders } from '../accounts/result-page.ts';
import type { Metrics } from '../metrics.ts';
import { seconds } from './limits/limit-requests.ts';
import type { Limits } from './limits/limits.ts';
import { askingOf } from './support/asking.ts';
import type { AppDeps, AppEnv } from './support/env.ts';
import { fixedHeaders, noPage } from './support/fixed-headers.ts';
import { pixelGif, pixelHeaders } from './support/pixel.ts';
import { api, browserPage, publicRoute, rushPage } from './support/route-kit.ts';

const pixel = publicRoute({
  method: 'get',
  path: '/o/{file}',
  summary: 'The pixel of an email; the same picture whatever stands in the address',
  request: { params: z.object({ file: z.string() }) },
  responses: {
    200: { description: 'One transparent pixel', content: { 'image/gif': { schema: z.string() } } },
  },
});

const link = publicRoute({
  method: 'get',
  path: '/c/{token}',
  summary: 'A link of an email: on to the address that stood there, and to no other',
  request: { params: z.object({ token: z.string() }) },
  responses: {
    204: { description: 'The link that no person can see' },
    302: { description: 'Onwards' },
    404: browserPage('It leads nowhere (any more)'),
    429: rushPage,
  },
});

/** What stands in emails, as the OpenAPI document has it; answered by `answerInEmails`. */
export const inEmailRoutes = api();
for (const route of [pixel, link]) inEmailRoutes.openAPIRegistry.registerPath(route);

type Parts = {
  limits: Limits;
  metrics: Metrics;
  onError: (fault: Error, c: Context<AppEnv>) => Response;
};

/**
 * Answers what stands in emails, apart from the other routes: it is asked for by everybody's mail program, takes no
 * body, no session and no other origin, and each part of the way through them costs more than the whole answer. A hit
 * is answered once it can't be lost any more.
 */
export function answerInEmails({ tracker, config, log }: AppDeps, { limits, metrics, onError }: Parts) {
  const app = new Hono<AppEnv>();
  const base = fixedHeaders(config.publicUrl);
  const bare = { ...base, ...noPage };
  const picture = { ...bare, ...pixelHeaders };
  const page = { ...base, ...resultPageHeaders };
  const deadLink = renderResultPage({ name: 'deadLink', status: 404 });
  const rush = renderResultPage({ name: 'tooManyInEmails', status: 429 });
  const observe = (route: string, c: Context, status: number, began: number) =>
    metrics.observe(route, c.req.method, status, performance.now() - began);

  app.get('/o/:file', async (c) => {
    const began = performance.now();
    const file = c.req.param('file');
    const asking = askingOf(c, config.trustedProxyHops);
    const requestId = randomUUID();
    try {
      // Beyond the rate it is answered alike, and not counted.
      if (file.endsWith('.gif') && limits.inEmails(asking.address) === 0)
        await tracker.open(file.slice(0, -'.gif'.length), asking);
    } catch (fault) {
      // Who reads an email is never shown a broken picture. What could not be written down is not counted.
      log.warn('A pixel could not be counted.', { requestId, fault });
    }
    observe('/o/:file', c, 200, began);
    return new Response(pixelGif, { headers: { ...picture, 'x-request-id': requestId } });
  });

  app.get('/c/:token', async (c) => {
    const began = performance.now();
    const asking = askingOf(c, config.trustedProxyHops);
    const requestId = { 'x-request-id': randomUUID() };
    const answer = (status: number, body: string | null, headers: Record<string, string>) => {
      observe('/c/:token', c, status, began);
      return new Response(body, {
        status,
        headers: { ...(body === null ? bare : page), ...requestId, ...headers },
      });
    };
    const waitMs = limits.inEmails(asking.address);
    if (waitMs > 0) return answer(429, rush, { 'retry-after': seconds(waitMs) });
    const destination = await tracker.follow(c.req.param('token'), asking);
    if (destination === null) return answer(404, deadLink, {});
    if (destination === 'hidden') return answer(204, null, {});
    return answer(302, null, { location: destination.location });
  });

  app.onError((fault, c) => {
    c.set('requestId', randomUUID());
    const response = onError(fault, c);
    for (const [name, value] of Object.entries({ ...bare, 'x-request-id': c.var.requestId }))
      response.headers.set(name, value);
    observe('/c/:token', c, response.status, performance.now());
    return response;
  });
  return app.fetch;
}

/** Whether a request is for what stands in an email: `/o/…` or `/c/…`, and nothing deeper. */
export const isInEmail = ({ method, url }: Request): boolean =>
  (method === 'GET' || method === 'HEAD') && /^https?:\/\/[^/]*\/[oc]\/[^/?#]+(?:[?#]|$)/.test(url);
