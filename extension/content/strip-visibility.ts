/** How long the strip must have been seen before a click counts as an informed one (milliseconds). */
export const dwellMs = 300;
/** The least delay the browser accepts for `trackVisibility` (milliseconds). */
const trackingDelayMs = 100;
/** After this long without proof there is none (milliseconds). */
const patienceMs = 1500;

/** After this long a new observer would have seen it (milliseconds). */
const freshPatienceMs = 700;

/** The part of `IntersectionObserverInit` that TypeScript's DOM library does not know yet (Intersection Observer v2). */
type VisibilityInit = IntersectionObserverInit & { trackVisibility: true; delay: number };
type VisibilityEntry = IntersectionObserverEntry & { isVisible?: boolean };

/** Watches one strip for as long as it is on screen. */
export interface StripWatch {
  readonly element: Element;
  /** Resolves true when the strip has been in plain sight for a while and still is; false when that can't be said. */
  prove(): Promise<boolean>;
  stop(): void;
}

/**
 * Watches whether `strip` is in plain sight: all of it, at full opacity, unfiltered and under nothing. The browser's
 * own visibility tracking decides, since it alone knows what is painted over what; a hit test at the moment of the
 * click closes the gap between two of its reports.
 */
export function watchStrip(strip: Element, host: Element): StripWatch {
  const stopped = new AbortController();
  let seenSince = Infinity;
  observe(
    strip,
    (visible) => {
      if (!visible) seenSince = Infinity;
      else if (seenSince === Infinity) seenSince = performance.now();
    },
    stopped.signal,
  );
  return {
    element: strip,
    async prove() {
      if (!isOnTop(strip, host)) return false;
      const deadline = performance.now() + patienceMs;
      while (performance.now() - seenSince < dwellMs) {
        if (performance.now() > deadline || stopped.signal.aborted) return false;
        await pause(30);
      }
      return isOnTop(strip, host) && (await lookAfresh(strip));
    },
    stop: () => stopped.abort(),
  };
}

/**
 * A new observer looks for itself, however long ago the lasting one has last reported. Its first report can be a
 * cautious false while the page is being painted; what is in plain sight is reported as such soon after.
 */
function lookAfresh(strip: Element): Promise<boolean> {
  const done = new AbortController();
  return new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), freshPatienceMs);
    observe(strip, (visible) => visible && resolve(true), done.signal);
  }).finally(() => done.abort());
}

function observe(strip: Element, onReport: (visible: boolean) => void, signal: AbortSignal): void {
  const options: VisibilityInit = { threshold: [0, 0.5, 1], trackVisibility: true, delay: trackingDelayMs };
  const observer = new IntersectionObserver((entries) => {
    const last = entries.at(-1) as VisibilityEntry | undefined;
    // Rounding can leave the ratio a hair under one on fractional device pixels.
    if (last) onReport(last.isVisible === true && last.intersectionRatio > 0.98);
  }, options);
  observer.observe(strip);
  signal.addEventListener('abort', () => observer.disconnect());
}

/** Nothing of the page's lies over the middle or the ends of the strip. From outside, all of it is our host. */
function isOnTop(strip: Element, host: Element): boolean {
  const { left, top, width, height } = strip.getBoundingClientRect();
  if (!strip.isConnected || width < 120 || height < 16) return false;
  return [0.05, 0.3, 0.5, 0.7, 0.95].every(
    (part) => document.elementFromPoint(left + width * part, top + height / 2) === host,
  );
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
