import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSite, type RunningSite } from './start.ts';

let site: RunningSite;
beforeAll(async () => {
  site = await startSite({ latency: 0 });
}, 60_000);
afterAll(() => site.close());

const get = (path: string, host: string): Promise<{ status: number; csp: string; body: string }> =>
  new Promise((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port: site.port, path, headers: { host } }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          csp: String(response.headers['content-security-policy']),
          body,
        }),
      );
    })
      .on('error', reject)
      .end();
  });

describe('the running site', () => {
  it('answers under any host name', async () => {
    for (const host of ['hireline.localhost', 'jobs.acme.test', '127.0.0.1'])
      expect((await get('/', host)).status).toBe(200);
  });

  it('serves the app on every route, so that a reload stays where it was', async () => {
    const { body } = await get('/settings/email', 'hireline.localhost');
    expect(body).toContain('<meta name="application-name" content="Hireline" />');
  });

  it('forbids scripts from anywhere else and inline ones', async () => {
    const { csp, body } = await get('/', 'hireline.localhost');
    expect(csp).toContain("default-src 'self'");
    expect(csp).toContain("script-src 'self';");
    expect(body).not.toMatch(/<script(?![^>]*\bsrc=)/);
  });

  it('serves its own script and nothing outside its assets', async () => {
    const script = /src="(\/assets\/[^"]+\.js)"/.exec((await get('/', 'x')).body)?.[1] ?? '';
    expect((await get(script, 'x')).status).toBe(200);
    expect((await get('/assets/..%2findex.html', 'x')).status).toBe(404);
  });
});
