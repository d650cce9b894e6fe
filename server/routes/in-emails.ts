import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { renderResultPage, resultPageHeaders } from '../accounts/result-page.ts';
import type { Metrics } from '../metrics.ts';
import { percentDecoded } from '../percent-decoded.ts';
import type { Asking } from '../tracking/tracker.ts';
import type { Asked } from './limits/client-address.ts';
import { seconds } from './limits/limit-requests.ts';
import type { Limits } from './limits/limits.ts';
import { askingOf } from './support/asking.ts';
import type { AppDeps } from './support/env.ts';
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
  /** What a fault is answered with; nothing of it reaches the outside. */
  answerFault: (fault: unknown, of: { requestId: string; method: string; route: string }) => Response;
};

/** `/o/…` or `/c/…`, and nothing deeper. */
const inEmail = /^https?:\/\/[^/]*\/([oc])\/([^/?#]+)(?:[?#]|$)/;

/** Answers a request for what stands in an email; null for any other. */
export type AnswerInEmails = (request: Request, env: unknown) => Promise<Response> | null;

/**
 * Answers what stands in emails, apart from the other routes and from their router: it is asked for by everybody's mail
 * program, takes no body, no session and no other origin, and each part of the way through them costs more than the
 * whole answer. A hit is answered once it can't be lost any more.
 */
export function answerInEmails(
  { tracker, config, log }: AppDeps,
  { limits, metrics, answerFault }: Parts,
): AnswerInEmails {
  const base = fixedHeaders(config.publicUrl);
  const bare = { ...base, ...noPage };
  const picture = { ...bare, ...pixelHeaders };
  const page = { ...base, ...resultPageHeaders };
  const deadLink = renderResultPage({ name: 'deadLink', status: 404 });
  const rush = renderResultPage({ name: 'tooManyInEmails', status: 429 });

  async function openPixel(file: string, asking: Asking, requestId: string): Promise<Response> {
    try {
      // Beyond the rate it is answered alike, and not counted.
      if (file.endsWith('.gif') && limits.inEmails(asking.address) === 0)
        await tracker.open(file.slice(0, -'.gif'.length), asking);
    } catch (fault) {
      // Who reads an email is never shown a broken picture. What could not be written down is not counted.
      log.warn('A pixel could not be counted.', { requestId, fault });
    }
    return new Response(pixelGif, { headers: { ...picture, 'x-request-id': requestId } });
  }

  async function followLink(token: string, asking: Asking, requestId: string): Promise<Response> {
    const id = { 'x-request-id': requestId };
    const waitMs = limits.inEmails(asking.address);
    if (waitMs > 0) {
      const headers = { ...page, ...id, 'retry-after': seconds(waitMs) };
      return new Response(rush, { status: 429, headers });
    }
    const destination = await tracker.follow(token, asking);
    if (destination === null) return new Response(deadLink, { status: 404, headers: { ...page, ...id } });
    if (destination === 'hidden') return new Response(null, { status: 204, headers: { ...bare, ...id } });
    return new Response(null, { status: 302, headers: { ...bare, ...id, location: destination.location } });
  }

  async function answer(isPixel: boolean, said: string, asked: Asked): Promise<Response> {
    const began = performance.now();
    const route = isPixel ? '/o/:file' : '/c/:token';
    const requestId = randomUUID();
    const { method } = asked.req;
    let response: Response;
    try {
      const asking = askingOf(asked, config.trustedProxyHops);
      response = await (isPixel ? openPixel : followLink)(said, asking, requestId);
    } catch (fault) {
      response = answerFault(fault, { requestId, method, route });
      for (const [name, value] of Object.entries({ ...bare, 'x-request-id': requestId }))
        response.headers.set(name, value);
    }
    metrics.observe(route, method, response.status, performance.now() - began);
    return method === 'HEAD' ? new Response(null, response) : response;
  }

  return (request, env) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return null;
    const [, kind, said] = inEmail.exec(request.url) ?? [];
    if (said === undefined) return null;
    // Some programs escape more of an address than there is need to.
    return answer(kind === 'o', percentDecoded(said), new AskedInEmail(request, env));
  };
}

/** What tells who asks; Node's headers are made into a `Headers` only if they are asked for. */
class AskedInEmail implements Asked {
  readonly #request: Request;
  readonly env: unknown;
  constructor(request: Request, env: unknown) {
    this.#request = request;
    this.env = env;
  }
  get req(): this {
    return this;
  }
  get method(): string {
    return this.#request.method;
  }
  header(name: string): string | undefined {
    return this.#request.headers.get(name) ?? undefined;
  }
}
