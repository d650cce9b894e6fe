import { createAccessTokenSource } from './accounts/access-tokens.ts';
import { sweepAccounts } from './accounts/sweep.ts';
import { createVault } from './accounts/vault/index.ts';
import { createApp } from './app.ts';
import { systemClock, type Clock } from './clock.ts';
import type { Config } from './config.ts';
import { endDueGrants } from './grants/end-due-grants.ts';
import { listen } from './listen.ts';
import type { Log } from './log.ts';
import { googleEndpoints } from './mail/gmail/endpoints.ts';
import { createGmail } from './mail/gmail/mail.ts';
import { googleIdentity } from './mail/gmail/oauth.ts';
import { sealMail } from './mail/sealed-mail.ts';
import { createMetrics } from './metrics.ts';
import { createDispatcher } from './sending/dispatcher.ts';
import { createPace } from './sending/pace.ts';
import { reapSends } from './sending/reap-sends.ts';
import { reconcileSends } from './sending/reconcile.ts';
import { openStore } from './store/open.ts';
import { every } from './every.ts';

/** How often what ends by itself is looked for (milliseconds). Nothing waits for it: policies read instants themselves. */
const sweepMs = 15_000;
/** Hands in flight at once; each mailbox has at most one. */
const concurrency = 64;

/** Puts the whole server together and listens. `close` finishes what is under way first. */
export async function startServer(config: Config, log: Log, clock: Clock = systemClock) {
  const store = await openStore(config.databaseUrl);
  const vault = createVault(config.keys);
  const endpoints = googleEndpoints(config.google.baseUrl);
  const identity = googleIdentity({ ...config.google, clock });
  const pace = createPace(config.pace);
  const deps = {
    store,
    clock,
    pace,
    vault,
    identity,
    log,
    config: {
      publicUrl: config.publicUrl,
      redirectUris: config.extensionIds.map((id) => `https://${id}.chromiumapp.org/cb`),
      extensionIds: config.extensionIds,
      undoMs: config.undoMs,
      trustedProxyHops: config.trustedProxyHops,
      rateLimitFactor: config.rateLimitFactor,
    },
  };
  const sending = {
    store,
    clock,
    vault,
    log,
    pace,
    mail: sealMail(createGmail(endpoints), vault),
    tokens: createAccessTokenSource(deps),
    random: Math.random,
  };
  const dispatcher = createDispatcher({ ...sending, concurrency });
  const app = createApp(deps, { log, metrics: createMetrics() });
  const { port, close } = await listen(app.fetch, config);
  await dispatcher.start();
  const stopSweeping = every(sweepMs, log, async () => {
    await reapSends(store, clock());
    await reconcileSends(sending, clock());
    await endDueGrants(store, clock());
    await sweepAccounts(store, clock());
  });

  log.info('Behalf is ready.', { port, url: config.publicUrl, engine: store.engine });
  return {
    port,
    store,
    app,
    dispatcher,
    async close(): Promise<void> {
      await close(async () => {
        await stopSweeping();
        await dispatcher.stop();
      });
      await store.close();
    },
  };
}

export type RunningServer = Awaited<ReturnType<typeof startServer>>;
