import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { AddressInfo } from 'node:net';
import { v7 as newId } from 'uuid';
import { admitMember } from '../server/accounts/sign-in/admit-member.ts';
import { createVault, newKey, parseKeys } from '../server/accounts/vault/index.ts';
import { createApp } from '../server/app.ts';
import { systemClock, utcDay } from '../server/clock.ts';
import { googleIdentity } from '../server/mail/gmail/oauth.ts';
import { createMetrics } from '../server/metrics.ts';
import { pixelGif, pixelHeaders } from '../server/routes/support/pixel.ts';
import { fixedHeaders, noPage } from '../server/routes/support/fixed-headers.ts';
import { insertFreshSends } from '../server/store/sends.ts';
import { findMailboxOf } from '../server/store/mailboxes.ts';
import { openStore } from '../server/store/open.ts';
import { insertTrackedSends } from '../server/store/tracked-sends.ts';
import type { Store } from '../server/store/store.ts';
import { createRecipientTokens, type RecipientTokens } from '../server/tracking/recipient-token.ts';
import { createTracker } from '../server/tracking/tracker.ts';
import { prepareTracking } from '../server/tracking/track-sends.ts';
import { emptyDatabase, engineNames, type Engine } from './support/database.ts';
import { median, percentile, timed } from './support/figures.ts';
import type { Load, Loaded } from './support/http-load.ts';
import { ms, type Line } from './support/table.ts';

const href = 'https://jobs.example/role?id=1';
const gmail = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)';
const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';
const [tokens, lanes] = [100_000, 128];
const publicUrl = 'http://127.0.0.1';

/** Behalf and the bare route take turns: what else the machine does meanwhile meets both. */
const rounds = 10;

/**
 * Pixels and links of 100,000 emails, each hit on the disk before it is answered, beside bare Hono routes of the same
 * process that answer the same bytes, headers too, and write nothing. Another process asks, for each email once:
 * none is remembered from before. What was answered is counted after it.
 */
export async function benchTracking(engine: Engine, { count }: { count: number }): Promise<Line[]> {
  const database = await emptyDatabase(engine);
  const store = await openStore(database.url);
  const vault = createVault(parseKeys(newKey()));
  const recipientTokens = createRecipientTokens(store, vault);
  const paths = await seed(store, vault, recipientTokens);
  const { port, close, tracker } = await serveBoth(store, vault, recipientTokens);
  const asking = fork(join(import.meta.dirname, 'support/http-load.ts'), { execArgv: ['--import', 'tsx'] });
  const measure = async (paths: string[], agent: string): Promise<Loaded> => {
    asking.send({ paths, agent, port, lanes, count: paths.length } satisfies Load);
    const [loaded] = (await once(asking, 'message')) as [Loaded];
    if (loaded.failed > 0) throw new Error(`${loaded.failed} requests were not answered as they should be.`);
    return loaded;
  };
  const lines: Line[] = [];
  for (const { what, own, bare, agent } of [
    { what: 'pixels', own: paths.pixels, bare: '/bare/o/x.gif', agent: gmail },
    { what: 'links', own: paths.links, bare: '/bare/c/x', agent: chrome },
  ]) {
    const perRound = count / rounds;
    const theirPaths = Array.from({ length: perRound }, () => bare);
    const [ours, theirs]: [Loaded[], Loaded[]] = [[], []];
    let countedMs = 0;
    // Two rounds more, unmeasured, so that both are warm.
    for (let round = -2; round < rounds; round += 1) {
      const from = (round + 2) * perRound;
      const their = await measure(theirPaths, agent);
      const our = await measure(own.slice(from, from + perRound), agent);
      const took = await timed(() => tracker.counted());
      if (round < 0) continue;
      theirs.push(their);
      ours.push(our);
      countedMs += took;
    }
    const ratios = ours.map(({ perSecond }, i) => perSecond / theirs[i]!.perSecond);
    const ratio = median(ratios);
    const rate = (all: Loaded[]) => median(all.map(({ perSecond }) => perSecond)).toFixed(0);
    const times = (all: Loaded[]) => {
      const took = all.flatMap((one) => one.took);
      return `${ms(percentile(took, 0.5))}, ${ms(percentile(took, 0.99))}`;
    };
    const name = `${engineNames[engine]}, ${what}`;
    lines.push(
      {
        ...{ what: `${name} a second, ${lanes} in flight`, behalf: rate(ours), bare: rate(theirs), ratio },
        aim: { text: '≥ 0.7×', met: ratio >= 0.7 },
      },
      { what: `${name}, p50 and p99`, behalf: times(ours), bare: times(theirs) },
      {
        what: `${name}, ratio of the rounds, least and most`,
        behalf: `${Math.min(...ratios).toFixed(2)}×, ${Math.max(...ratios).toFixed(2)}×`,
      },
      { what: `${name}, counted after it, each`, behalf: ms(countedMs / count) },
    );
  }
  asking.disconnect();
  await close();
  await store.close();
  await database.remove();
  return lines;
}

type Vault = ReturnType<typeof createVault>;

/** Emails that were sent an hour ago, and what stands in each of them. */
async function seed(store: Store, vault: Vault, recipientTokens: RecipientTokens) {
  const now = Date.now();
  const account = { iss: 'bench', pictureUrl: null, hostedDomain: 'acme.test' };
  const person = (name: string) => ({ ...account, sub: name, email: `${name}@acme.test`, name });
  const { maya, ravi, mailboxId } = await store.tx(async (q) => {
    const [one, two] = [await admitMember(q, person('maya'), now), await admitMember(q, person('ravi'), now)];
    const mailbox = await findMailboxOf(q, one.member.id);
    return { maya: one.member, ravi: two.member, mailboxId: mailbox!.id };
  });
  const sentAt = now - 3_600_000;
  const paths = { pixels: [] as string[], links: [] as string[] };
  for (let at = 0; at < tokens; at += 1_000) {
    const ids = Array.from({ length: 1_000 }, () => newId());
    await store.tx(async (q) => {
      await insertFreshSends(
        q,
        ids.map((id) => ({
          ...{ id, workspaceId: ravi.workspaceId, requestorId: ravi.id, acceptorId: maya.id, mailboxId },
          ...{ state: 'sent', idempotencyKey: id, requestHash: '', toEmail: `${id}@x.us`, recipientKey: id },
          ...{ sealedHeading: Buffer.alloc(100), sealedBody: Buffer.alloc(2_000), contentHash: id },
          ...{
            createdAt: sentAt,
            plannedAt: sentAt,
            dueAt: sentAt,
            undoUntil: sentAt,
            sentAt,
            firedAt: sentAt,
          },
          usageDay: utcDay(sentAt),
        })),
      );
      const body = { html: `<a href="${href}">x</a>`, text: '' };
      const asked = { opens: true, clicks: true };
      await insertTrackedSends(
        q,
        ids.map((sendId) => ({
          ...{ sendId, mode: 'individual' as const },
          ...prepareTracking(vault, sendId, body, asked),
        })),
      );
    });
    for (const id of ids) {
      paths.pixels.push(`/o/${await recipientTokens.make('open', id)}.gif`);
      paths.links.push(`/c/${await recipientTokens.make({ click: 0 }, id)}`);
    }
  }
  return paths;
}

async function serveBoth(store: Store, vault: Vault, recipientTokens: RecipientTokens) {
  const nothing = () => {};
  const log = { info: nothing, warn: nothing, error: nothing };
  const hitsFolder = await mkdtemp(join(tmpdir(), 'behalf-bench-hits-'));
  const tracker = createTracker({ store, vault, clock: systemClock, log, recipientTokens, hitsFolder });
  const app = createApp(
    {
      ...{ store, vault, recipientTokens, tracker, log, clock: systemClock },
      identity: googleIdentity({
        ...{ clientId: 'bench', clientSecret: 'bench', baseUrl: 'http://127.0.0.1:9', clock: systemClock },
      }),
      config: {
        ...{ publicUrl, redirectUris: [], extensionIds: [], undoMs: 0 },
        ...{ trustedProxyHops: 0, rateLimitFactor: 1_000_000 },
      },
    },
    { log, metrics: createMetrics() },
  );
  const id = { 'x-request-id': randomUUID() };
  const [picture, onwards] = [
    { ...fixedHeaders(publicUrl), ...noPage, ...pixelHeaders, ...id },
    { ...fixedHeaders(publicUrl), ...noPage, ...id, location: href },
  ];
  const bare = new Hono()
    .get('/bare/o/:file', (c) => c.body(pixelGif, 200, picture))
    .get('/bare/c/:token', (c) => c.body(null, 302, onwards));
  const fetch: typeof app.fetch = (request, env, context) =>
    new URL(request.url).pathname.startsWith('/bare/')
      ? bare.fetch(request, env)
      : app.fetch(request, env, context);
  const server = serve({ fetch, port: 0, hostname: '127.0.0.1' });
  await once(server, 'listening');
  return {
    tracker,
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
