import { setTimeout as pause } from 'node:timers/promises';
import { createAccessTokenSource } from './accounts/access-tokens.ts';
import { sweepAccounts } from './accounts/sweep.ts';
import { createVault } from './accounts/vault/index.ts';
import { createApp } from './app.ts';
import { dayMs, hourMs, type Clock } from './clock.ts';
import type { Config } from './config.ts';
import { forgetEvents } from './forget-events.ts';
import { endDueGrants } from './grants/end-due-grants.ts';
import { listen } from './listen.ts';
import type { Log } from './log.ts';
import { googleEndpoints } from './mail/gmail/endpoints.ts';
import { createGmail } from './mail/gmail/mail.ts';
import { googleIdentity } from './mail/gmail/oauth.ts';
import { sealMail } from './mail/sealed-mail.ts';
import { createMetrics } from './metrics.ts';
import { lookAtThreads } from './replies/look-at-threads.ts';
import { sweepBatches } from './sending/batch/finish-batches.ts';
import { sweepRefusals } from './sending/refused-before.ts';
import { createDispatcher } from './sending/dispatcher.ts';
import { lapseApprovals } from './sending/lapse-approvals.ts';
import { createPace } from './sending/pace.ts';
import { oldestHourCounted } from './sending/pace-day.ts';
import { readNextReap, reapSends } from './sending/reap-sends.ts';
import { createRecipientTokens } from './tracking/recipient-token.ts';
import { createTracker, type Tracker } from './tracking/tracker.ts';
import { tellSeen } from './tracking/tell-seen.ts';
import { reconcileSends, type ReconcileDeps } from './sending/reconcile.ts';
import { createSharedClock, type SharedClock } from './shared-clock.ts';
import { readNextGrantEnd } from './store/grants.ts';
import { readNextLook } from './store/looks.ts';
import { sweepMailboxHours } from './store/mailbox-hours.ts';
import { openStore } from './store/open.ts';
import { careChannel, readNews } from './store/queue-news.ts';
import { readNextTell } from './store/untold.ts';
import { readNextWatch } from './store/watched-threads.ts';
import { createUpkeep, everySo, type Chore } from './upkeep.ts';

/** What is under way when the server stops gets so long (milliseconds); longer than any provider call may take. */
const stopMs = 40_000;
/** Hands in flight at once; each mailbox has at most one. */
const concurrency = 64;

/** How long things take, in milliseconds of real time; only a test that can't wait names others. */
export type Timing = {
  /** How long the server sleeps at most without looking for what is due. */
  longestSleepMs?: number;
  /** How long the provider may take over a send before its outcome is unclear. */
  sendTimeoutMs?: number;
};

/**
 * Puts the whole server together and listens. `close` finishes what is under way first. With `givenClock` it goes by
 * that instead of the database's time.
 */
export async function startServer(
  config: Config,
  log: Log,
  givenClock?: Clock,
  { longestSleepMs = 60_000, sendTimeoutMs }: Timing = {},
) {
  const store = await openStore(config.databaseUrl);
  const time = givenClock ? asShared(givenClock) : await createSharedClock(store);
  const clock = time.now;
  const vault = createVault(config.keys);
  const recipientTokens = createRecipientTokens(store, vault);
  const { hitsFolder } = config;
  const tracker = createTracker({ store, vault, clock, log, recipientTokens, hitsFolder });
  const endpoints = googleEndpoints(config.google.baseUrl);
  const identity = googleIdentity({ ...config.google, clock });
  const pace = createPace(config.pace);
  const deps = {
    store,
    clock,
    pace,
    vault,
    recipientTokens,
    tracker,
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
    recipientTokens,
    publicUrl: config.publicUrl,
    log,
    pace,
    mail: sealMail(createGmail(endpoints, sendTimeoutMs), vault),
    tokens: createAccessTokenSource(deps),
    random: Math.random,
  };
  const dispatcher = createDispatcher({ ...sending, concurrency, longestSleepMs });
  const app = createApp(deps, { log, metrics: createMetrics() });
  const { port, close } = await listen(app.fetch, config);
  await dispatcher.start();
  const upkeep = createUpkeep(
    { clock, log, random: Math.random, longestSleepMs },
    choresOf({ ...sending, tracker }, time),
  );
  upkeep.start();
  // Apart from the others, which must not wait for a provider that takes its time over many threads.
  const noMoreLooks = new AbortController();
  const watching = createUpkeep({ clock, log, random: Math.random, longestSleepMs }, [
    { due: () => readNextWatch(store.read), run: () => lookAtThreads(sending, noMoreLooks.signal) },
  ]);
  watching.start();
  const stopListening = store.listen(careChannel, (payload) => upkeep.wake(readNews(payload).at));

  log.info('Behalf is ready.', { port, url: config.publicUrl, engine: store.engine });
  return {
    port,
    store,
    app,
    dispatcher,
    async close(): Promise<void> {
      await close(async () => {
        stopListening();
        noMoreLooks.abort();
        await Promise.race([
          Promise.all([upkeep.stop(), watching.stop(), dispatcher.stop()]),
          pause(stopMs, null, { ref: false }),
        ]);
      });
      await tracker.stop();
      await store.close();
    },
  };
}

/** What ends by itself. Nothing waits for it to be found: policies read instants themselves. */
const choresOf = (
  deps: ReconcileDeps & { tracker: Tracker },
  time: SharedClock,
  { store, tracker } = deps,
): Chore[] => [
  { due: () => readNextReap(store, time), run: () => reapSends(store, time.now()) },
  { due: () => readNextLook(store.read), run: () => reconcileSends(deps, time.now()) },
  { due: () => readNextGrantEnd(store.read), run: () => endDueGrants(store, time.now()) },
  { due: () => readNextTell(store.read), run: () => tellSeen(store, time.now()) },
  everySo(time.now, dayMs, forgetEvents(store, time)),
  everySo(time.now, hourMs, () => sweepRefusals(store, time.now())),
  everySo(time.now, hourMs / 60, () => tracker.takeOver()),
  everySo(time.now, hourMs / 60, () => sweepBatches(store, time.now())),
  everySo(time.now, hourMs / 4, () => lapseApprovals(store, time.now())),
  everySo(time.now, hourMs, () => sweepAccounts(store, time.now())),
  everySo(time.now, hourMs, () => store.tx((q) => sweepMailboxHours(q, oldestHourCounted(time.now())))),
  everySo(time.now, hourMs / 60, () => time.adjust()),
];

/** A clock that a test moves: nothing it does is a jump. */
const asShared = (now: Clock): SharedClock => ({
  now,
  steadyFor: () => Number.POSITIVE_INFINITY,
  adjust: async () => {},
});

export type RunningServer = Awaited<ReturnType<typeof startServer>>;
