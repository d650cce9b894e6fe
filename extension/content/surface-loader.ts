import { surfaceNames, type SurfaceName } from '../../shared/messages/surface-messages.ts';
import type { Delegated } from './send-acts.ts';
import { openDoor, type PageContext, type Surface } from './surface-door.ts';

/** After the first failure a surface is asked for again this much later, then after twice that (milliseconds). */
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

/** Whether this page needs a surface now, or is about to. */
const isWanted: Record<SurfaceName, (page: PageContext) => boolean> = {
  composer: ({ site }) => site.composerIsNear(document),
  panel: ({ site }) => site.settingsMount(document) !== null,
};

/**
 * Fetches each surface when the page first needs it, and tells those that are there of the page's changes. While one
 * is missing the site is as it would be without us: nobody can be chosen whose name another should stand for.
 */
export class SurfaceLoader {
  readonly #page: PageContext;
  readonly #surfaces = new Map<SurfaceName, Surface>();
  readonly #asked = new Set<SurfaceName>();
  readonly #pauses = new Map<SurfaceName, number>();

  constructor(page: PageContext) {
    this.#page = page;
    openDoor((which, start) => {
      // An answer that was lost is asked for again, and the file then runs twice.
      if (this.#surfaces.has(which)) return;
      const surface = start(page);
      this.#surfaces.set(which, surface);
      surface.onPageChange();
    }, page.signal);
  }

  delegated(): Delegated[] {
    return [...this.#surfaces.values()].flatMap((surface) => surface.delegated?.() ?? []);
  }

  onPageChange(): void {
    for (const surface of this.#surfaces.values()) surface.onPageChange();
    for (const which of surfaceNames) this.#loadIfWanted(which);
  }

  #loadIfWanted(which: SurfaceName): void {
    const { signal } = this.#page;
    if (signal.aborted || this.#asked.has(which) || !isWanted[which](this.#page)) return;
    this.#asked.add(which);
    void this.#load(which);
  }

  async #load(which: SurfaceName): Promise<void> {
    await this.#page.client.ask('surfaces:load', { which });
    // What counts is that it arrived, whatever the answer was.
    if (this.#surfaces.has(which)) return;
    const pause = this.#pauses.get(which) ?? firstPauseMs;
    this.#pauses.set(which, Math.min(pause * 2, longestPauseMs));
    setTimeout(() => {
      this.#asked.delete(which);
      this.#loadIfWanted(which);
    }, pause);
  }
}
