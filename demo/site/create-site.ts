import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { Hono } from 'hono';
import { createApi } from './api/routes.ts';
import type { SiteState } from './api/site-state.ts';

const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The whole site as one fetch handler; `files` is the built front end. Any Host header is served. */
export const createSite = (state: SiteState, files: string, latency: number): Hono => {
  const app = new Hono();
  app.use('*', async (c, next) => {
    await next();
    c.header('Content-Security-Policy', CONTENT_SECURITY_POLICY);
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'same-origin');
  });
  app.route('/api', createApi(state, latency));
  app.get('/assets/:name', async (c) => {
    const name = normalize(c.req.param('name'));
    const type = TYPES[extname(name)];
    if (!type || name.includes('/') || name.includes('\\')) return c.notFound();
    const content = await readFile(join(files, 'assets', name)).catch(() => null);
    if (!content) return c.notFound();
    return c.body(content, 200, {
      'Content-Type': type,
      'Cache-Control': 'public, max-age=31536000, immutable',
    });
  });
  app.get('/favicon.ico', (c) => c.body(null, 204));
  app.get('*', async (c) => {
    c.header('Cache-Control', 'no-cache');
    return c.html(await readFile(join(files, 'index.html'), 'utf8'));
  });
  return app;
};
