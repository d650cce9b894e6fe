import { render } from 'preact';
import type { MountPoint, SiteAdapter } from '../sites/site-adapter.ts';
import type { Client } from '../ui/client.ts';
import { DelegationPanel } from '../ui/delegation-panel.tsx';
import { panelStyles } from '../ui/shadow-styles.ts';
import { Surface } from '../ui/surface.tsx';
import { createShadowHost, type ShadowHost } from './shadow-host.ts';

/** Keeps the delegation panel in the site's email settings. */
export class SettingsFeature {
  readonly #site: SiteAdapter;
  readonly #client: Client;
  #shown: { shadow: ShadowHost; controller: AbortController } | undefined;

  constructor(site: SiteAdapter, client: Client, signal: AbortSignal) {
    this.#site = site;
    this.#client = client;
    signal.addEventListener('abort', () => this.#hide());
  }

  onPageChange(): void {
    const at = this.#site.settingsMount(document);
    if (!at) return this.#hide();
    this.#shown ??= this.#show(at);
    this.#shown.shadow.place(at);
  }

  #show(at: MountPoint) {
    const controller = new AbortController();
    const shadow = createShadowHost(panelStyles, controller.signal);
    const { content } = shadow;
    // Only in the page does the interface know its sizes.
    shadow.place(at);
    render(
      <Surface client={this.#client}>
        <DelegationPanel surface="site" />
      </Surface>,
      content,
    );
    controller.signal.addEventListener('abort', () => render(null, content));
    return { shadow, controller };
  }

  #hide(): void {
    this.#shown?.controller.abort();
    this.#shown = undefined;
  }
}
