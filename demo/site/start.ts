import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createState } from './api/site-state.ts';
import { buildFrontEnd } from './build-front-end.ts';
import { createSite } from './create-site.ts';
import type { Person, SentMail } from './model.ts';

export type { SentMail } from './model.ts';

export interface SiteOptions {
  /** 0 or nothing: any free port. */
  port?: number;
  recruiter?: Person;
  /** How long the site's own mail relay takes, in milliseconds. */
  latency?: number;
}

export interface RunningSite {
  url: string;
  port: number;
  /** What the site itself has sent since it started, oldest first. */
  sent(): SentMail[];
  close(): Promise<void>;
}

/** Starts Hireline on 127.0.0.1. The first start builds the front end; later ones take it from the cache. */
export const startSite = async (options: SiteOptions = {}): Promise<RunningSite> => {
  const state = createState(options.recruiter ?? { name: 'Ravi Patel', email: 'ravi@acme.test' });
  const site = createSite(state, await buildFrontEnd(), options.latency ?? 400);
  const server = createAdaptorServer({ fetch: site.fetch });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://hireline.localhost:${port}`,
    port,
    sent: () => structuredClone(state.sent),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
};
