import type { SurfaceName } from '../../shared/messages/surface-messages.ts';
import { version } from '../../package.json';
import type { SiteAdapter } from '../sites/site-adapter.ts';
import type { Client } from '../ui/client.ts';
import type { Delegated } from './send-acts.ts';

/** What a surface is given by the script that called for it. The adapter comes along, so that no file holds it twice. */
export interface PageContext {
  site: SiteAdapter;
  client: Client;
  /** An older script left that had a delegated sender chosen: the person has to choose again. */
  choiceWasLost: boolean;
  /** The life of that script, and so of everything a surface does. */
  signal: AbortSignal;
}

/** One surface at work in a page. */
export interface Surface {
  /** Called when it starts, and at most once a frame while the page changes. */
  onPageChange(): void;
  /** The forms whose Send is ours now. */
  delegated?(): readonly Delegated[];
}
export type StartSurface = (page: PageContext) => Surface;

type Door = (which: SurfaceName, start: StartSurface) => void;

/**
 * The one thing our files share: a name in the isolated world, which the page's scripts can't see. The version is part
 * of it, so that files of two builds never meet.
 */
const door = Symbol.for(`behalf.surfaces@${version}`);
type World = { [door]?: Door };

/** Lets surfaces in as long as this script lives. */
export function openDoor(onSurface: Door, signal: AbortSignal): void {
  const world = globalThis as World;
  world[door] = onSurface;
  signal.addEventListener('abort', () => {
    if (world[door] === onSurface) delete world[door];
  });
}

/** Gives a surface to the script that called for it. Where none did, or it has gone, nothing happens. */
export const handOver: Door = (which, start) => (globalThis as World)[door]?.(which, start);
