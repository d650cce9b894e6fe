import type { LiveTopic } from '../../shared/messages/live.ts';
import { fail, succeed, type Outcome } from '../../shared/messages/outcome.ts';
import type { Platform } from '../platform/platform.ts';
import { createApi } from './api-client.ts';
import { createHttp } from './api/http.ts';
import { createBadge } from './badge.ts';
import { createCache } from './cache.ts';
import { createAsk } from './confirm/ask.ts';
import { createConfirmations, type Asked } from './confirm/confirmations.ts';
import type { Environment } from './environment.ts';
import { createFeed } from './events/feed.ts';
import { createSocket } from './events/socket.ts';
import { handleBatches } from './handle-batches.ts';
import { handleCompany } from './handle-company.ts';
import { handleConfirm } from './handle-confirm.ts';
import { handleGrants } from './handle-grants.ts';
import { handleMailboxes } from './handle-mailboxes.ts';
import { handleReports } from './handle-reports.ts';
import { handleSends } from './handle-sends.ts';
import { handleSession } from './handle-session.ts';
import { handleSites } from './handle-sites.ts';
import { handleSurfaces } from './handle-surfaces.ts';
import { handleWaiting } from './handle-waiting.ts';
import type { Handlers } from './handlers.ts';
import { createLivePorts } from './live-ports.ts';
import { createClicks } from './notifications/clicks.ts';
import { createDigest } from './notifications/digest.ts';
import { noticeId } from './notifications/notice-id.ts';
import { createNotifier } from './notifications/notifier.ts';
import { createPages } from './pages.ts';
import type { Surroundings } from './sender-class.ts';
import { createSession } from './session/session.ts';
import { createTokens } from './session/tokens.ts';
import { createSettings } from './settings.ts';
import { createSites } from './sites/sites.ts';
import { createOutbox } from './submit/outbox.ts';
import { createSubmit } from './submit/submit.ts';
import { createTemplates } from './templates.ts';

/** As many of the last emails as the popup asks for: it opens with them from the cache. */
const shownLast = 10;

/** Puts the worker together. Nothing runs yet, and nothing global is touched: see `listen.ts`. */
export function createBackground(platform: Platform, environment: Environment) {
  const { runtime, storage, notifications, i18n } = platform;
  const { local, session: memory } = storage;
  const { text } = i18n;
  const { now, wait, repeat, randomBytes } = environment;

  const settings = createSettings(local);
  const http = createHttp({ fetch: environment.fetch, text });
  const tokens = createTokens({ storage, http, now, text, onLost: () => session.lost() });
  const api = createApi({ fetch: environment.fetch, text, tokens });

  const sites = createSites({ platform, onOff: (site) => ports.dropSite(site) });
  const surroundings: Surroundings = {
    id: runtime.id(),
    origin: runtime.url('').replace(/\/$/, ''),
    siteIsOn: sites.isOn,
  };
  const ports = createLivePorts({
    surroundings,
    wait,
    onFirst: () => socket.start(),
    onLast: () => socket.stop(),
  });
  const cache = createCache({ session: memory, now, onChanged: (topic) => ports.broadcast(topic) });
  const changed = async (topics: LiveTopic[]): Promise<void> => {
    await cache.invalidate(topics);
    ports.broadcast(...topics);
  };
  const after = async <Value>(topics: LiveTopic[], outcome: Promise<Outcome<Value>>) => {
    const answer = await outcome;
    await changed(topics);
    void badge.refresh().catch(() => undefined);
    return answer;
  };
  const grants = () => cache.read('grants', api.grants);
  const senders = () => cache.read('senders', api.senders);
  const waiting = () => cache.read('waiting', api.waiting);
  const erasuresAsked = () =>
    cache.read('erasuresAsked', async () => {
      const me = await session.me();
      if (!me.ok) return me;
      return me.value.role === 'admin' ? api.erasuresAsked() : succeed([]);
    });
  const lastSends = () => cache.read('lastSends', () => api.sends(shownLast));

  const session = createSession({
    platform,
    http,
    api,
    tokens,
    cache,
    settings,
    randomBytes,
    notice: () => local.get<string>('notice'),
    forget: async (notice) => {
      socket.stop();
      // Not awaited: the session may end in the middle of a poll, which would wait for itself.
      void feed.reset();
      await tokens.clear();
      await memory.clear();
      await local.remove('digest', 'notice');
      if (notice !== undefined) {
        await local.set('notice', notice);
        const id = noticeId({ about: 'session', id: 'ended' });
        await notifications.show(id, { title: text('notify_session_title'), message: notice });
      }
      await platform.action.badge(0);
    },
    changed: (...topics) => ports.broadcast(...topics),
    onSignedIn: () => {
      if (ports.any()) socket.start();
      void feed.reset().then(feed.poll);
      void badge.refresh().catch(() => undefined);
    },
  });
  const badge = createBadge({
    action: platform.action,
    signedIn: tokens.signedIn,
    me: session.me,
    grants,
    waiting,
    erasuresAsked,
  });

  const digest = createDigest(local, now, text);
  const notifier = createNotifier({
    platform,
    settings,
    api,
    digest,
    me: session.me,
    grants,
    erasuresAsked,
  });
  const pages = createPages(platform);
  const clicks = createClicks({
    platform,
    pages,
    decline: (id) => after(['grants', 'senders'], api.declineGrant(id)),
    reject: (id) => after(['sends', 'grants', 'senders'], api.rejectSend(id)),
  });
  const feed = createFeed({
    local,
    api,
    signedIn: tokens.signedIn,
    changed,
    tell: notifier.tell,
    onTaken: () => badge.refresh(),
  });
  const socket = createSocket({
    open: environment.openSocket,
    credential: tokens.current,
    cursor: feed.cursor,
    wait,
    repeat,
    onReady: (again) => {
      if (again) ports.broadcast('team');
      void feed.poll().catch(() => undefined);
    },
    onEvent: (event) => void feed.accept([event], event.cursor).catch(() => undefined),
  });

  const outbox = createOutbox(memory, now);
  const submit = createSubmit({
    outbox,
    api,
    now,
    wait,
    text,
    onAnswered: () => void changed(['sends', 'grants', 'senders']),
    onAbandoned: ({ to, subject }) => {
      const id = noticeId({ about: 'send', id: 'unsettled' });
      const title = text('notify_unsettled_title', to.email);
      void notifications.show(id, { title, message: text('notify_unsettled_message', subject) });
    },
  });
  const confirmations = createConfirmations(memory, randomBytes);
  const act = (asked: Asked): Promise<Outcome<unknown>> => {
    if (asked.kind === 'send') return submit.submit(asked.key, asked.send);
    if (asked.kind === 'give') return after(['grants', 'senders'], api.giveGrant(asked.give));
    if (asked.digest === undefined) return Promise.resolve(fail('refused', text('worker_not_changed')));
    return after(['grants', 'senders'], api.acceptGrant(asked.grantId, asked.digest));
  };
  const ask = createAsk({ platform, confirmations, act });

  const handlers: Handlers = {
    ...handleSession(session, api),
    ...handleGrants({ api, grants, after }),
    ...handleMailboxes({ api, platform, after }),
    ...handleSends({ api, senders, lastSends, submit, outbox, ask, settings, after }),
    ...handleWaiting({ api, waiting, after }),
    ...handleReports({ api }),
    ...handleBatches({
      api,
      templates: createTemplates(memory, randomBytes),
      pages,
      settings,
      text,
      after,
    }),
    ...handleCompany({
      api,
      policy: () => cache.read('policy', api.policy),
      erasuresAsked,
      settings,
      text,
      after,
    }),
    ...handleSites({ sites, settings, session, pages, text }),
    ...handleSurfaces({ scripting: platform.scripting, text }),
    ...handleConfirm({ api, senders, confirmations, ask, text }),
  };
  return { handlers, surroundings, ports, sites, feed, badge, notifier, clicks, ask, submit, tokens };
}
export type Background = ReturnType<typeof createBackground>;
