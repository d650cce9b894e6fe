import { z } from 'zod';
import { askingOf } from './support/asking.ts';
import { answerPixel } from './support/pixel.ts';
import { api, browserPage, publicRoute, rushPage } from './support/route-kit.ts';
import { showPage } from './support/show-page.ts';

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

/** What stands in emails. A hit is answered once it is durable. */
export const inEmailRoutes = api()
  .openapi(pixel, async (c) => {
    const { file } = c.req.valid('param');
    try {
      if (file.endsWith('.gif')) await c.var.tracker.open(file.slice(0, -'.gif'.length), askingOf(c));
    } catch (fault) {
      // Who reads an email is never shown a broken picture. What could not be written down is not counted.
      c.var.deps.log.warn('A pixel could not be counted.', { requestId: c.var.requestId, fault });
    }
    return answerPixel(c);
  })
  .openapi(link, async (c) => {
    const destination = await c.var.tracker.follow(c.req.valid('param').token, askingOf(c));
    if (destination === null) return showPage(c, { name: 'deadLink', status: 404 });
    if (destination === 'hidden') return c.body(null, 204);
    return c.redirect(destination.location, 302);
  });
