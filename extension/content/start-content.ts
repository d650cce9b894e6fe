import { detectSite } from '../sites/registry.ts';
import type { SiteAdapter } from '../sites/site-adapter.ts';
import type { Client } from '../ui/client.ts';
import { beginLife, type Life } from './life-cycle.ts';
import { onNavigation, watchPage } from './page-watcher.ts';
import { interceptSends } from './send-acts.ts';
import { SurfaceLoader } from './surface-loader.ts';

/**
 * Starts Behalf in this page. Until a site is recognised it holds a few idle listeners and nothing else. With `off` all of
 * it goes, and the page is the site's alone.
 */
export function startContent(client: Client, isOrphan: () => boolean, off: AbortSignal): void {
  let surfaces: SurfaceLoader | undefined;
  const delegated = () => surfaces?.delegated() ?? [];
  const life = beginLife({ isOrphan, hasChoice: () => delegated().length > 0, off });
  if (!life) return;
  // Before the site's own listeners, even though it is not known yet whether this is one.
  interceptSends(delegated, life.signal);
  whenDetected((site) => (surfaces = serve(site, client, life)), life.signal);
}

function serve(site: SiteAdapter, client: Client, life: Life): SurfaceLoader {
  const { signal, choiceWasLost } = life;
  const surfaces = new SurfaceLoader({ site, client, choiceWasLost, signal });
  watchPage(() => {
    life.check();
    if (!signal.aborted) surfaces.onPageChange();
  }, signal);
  return surfaces;
}

/** What TypeScript's DOM library does not know yet. */
type Prerenderable = Document & { prerendering?: boolean };

/** Looks for a known site when the markup is there, and after each navigation until one is found. */
function whenDetected(onSite: (site: SiteAdapter) => void, signal: AbortSignal): void {
  const found = new AbortController();
  const until = AbortSignal.any([found.signal, signal]);
  const look = () => {
    const site = detectSite(document);
    // A page that is rendered ahead may never be seen, and the worker takes it for a frame.
    if (!site || until.aborted || (document as Prerenderable).prerendering) return;
    found.abort();
    onSite(site);
  };
  document.addEventListener('DOMContentLoaded', look, { signal: until });
  document.addEventListener('prerenderingchange', look, { signal: until });
  onNavigation(look, until);
  if (document.readyState !== 'loading') look();
}
