import { detectSite } from '../sites/registry.ts';
import type { SiteAdapter } from '../sites/site-adapter.ts';
import type { Client } from '../ui/client.ts';
import { ComposeFeature } from './compose-feature.ts';
import { beginLife, type Life } from './life-cycle.ts';
import { onNavigation, watchPage } from './page-watcher.ts';
import { interceptSends } from './send-acts.ts';
import { createSendersStore } from './senders-store.ts';
import { SendToasts } from './send-toasts.tsx';
import { SettingsFeature } from './settings-feature.tsx';

/** Starts Behalf in this page. Until a site is recognised it holds a few idle listeners and nothing else. */
export function startContent(client: Client, isOrphan: () => boolean): void {
  let compose: ComposeFeature | undefined;
  const delegated = () => compose?.delegated() ?? [];
  const life = beginLife(isOrphan, () => delegated().length > 0);
  if (!life) return;
  // Before the site's own listeners, even though it is not known yet whether this is one.
  interceptSends(delegated, life.signal);
  whenDetected((site) => (compose = startFeatures(site, client, life)), life.signal);
}

function startFeatures(site: SiteAdapter, client: Client, life: Life): ComposeFeature {
  const { signal } = life;
  const store = createSendersStore(client);
  const toasts = new SendToasts(client, signal);
  const greeting = life.choiceWasLost ? client.text('content_choose_again') : null;
  const compose = new ComposeFeature(site, { client, store, toasts }, greeting, signal);
  const settings = new SettingsFeature(site, client, signal);
  watchPage(() => {
    life.check();
    if (signal.aborted) return;
    compose.onPageChange();
    settings.onPageChange();
    toasts.place();
  }, signal);
  return compose;
}

/** Looks for a known site when the markup is there, and after each navigation until one is found. */
function whenDetected(onSite: (site: SiteAdapter) => void, signal: AbortSignal): void {
  const found = new AbortController();
  const until = AbortSignal.any([found.signal, signal]);
  const look = () => {
    const site = detectSite(document);
    if (!site || until.aborted) return;
    found.abort();
    onSite(site);
  };
  document.addEventListener('DOMContentLoaded', look, { signal: until });
  onNavigation(look, until);
  if (document.readyState !== 'loading') look();
}
