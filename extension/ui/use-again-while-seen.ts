import { useEffect } from 'preact/hooks';
import type { Read } from './use-read.ts';

/** How often (ms) a page that somebody looks at reads again what nobody tells of. */
const everyMs = 60_000;

/**
 * Reads again each minute and when somebody comes back to the page. An opening is told only once it is final, and of
 * those by machines, or of who asked not to be written to, nothing is told at all: what stands on a page would grow old.
 */
export function useAgainWhileSeen({ retry }: Pick<Read<unknown>, 'retry'>): void {
  useEffect(() => {
    const again = () => {
      if (document.visibilityState === 'visible') retry();
    };
    const timer = setInterval(again, everyMs);
    document.addEventListener('visibilitychange', again);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', again);
    };
  }, []);
}
