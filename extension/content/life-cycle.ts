/** What an older script of ours in the same page is told. Its name is no secret: see `isOrphan`. */
const started = 'behalf:started';
/** Scripts of one version share a world; this is where they find each other. */
const place = Symbol.for('behalf.content');
type World = { [place]?: AbortSignal };

export type Life = {
  signal: AbortSignal;
  /** True when an older script left that had a delegated sender chosen: the person has to choose again. */
  choiceWasLost: boolean;
  /** Goes if the extension is gone and nothing of the person's depends on this script. */
  check(): void;
};

type LifeParts = { isOrphan(): boolean; hasChoice(): boolean; off: AbortSignal };

/**
 * Begins this script's life in the page, or returns null if one of the same version lives here already. A script left
 * behind by an update goes when a newer one starts. Only an orphan listens to that event, so a page that sends it
 * achieves nothing. With `off` it ends at once, whoever was chosen: the person has turned us off here.
 */
export function beginLife({ isOrphan, hasChoice, off }: LifeParts): Life | null {
  const world = globalThis as World;
  if (world[place] && !world[place].aborted) return null;
  const controller = new AbortController();
  const { signal } = controller;
  world[place] = signal;
  // Cancelling it is how the older script says that somebody was chosen there.
  const choiceWasLost = !document.dispatchEvent(new CustomEvent(started, { cancelable: true }));
  const onNewer = (event: Event) => {
    if (!isOrphan()) return;
    if (hasChoice()) event.preventDefault();
    controller.abort();
  };
  document.addEventListener(started, onNewer, { signal });
  off.addEventListener('abort', () => controller.abort(), { signal });
  const check = () => {
    if (isOrphan() && !hasChoice()) controller.abort();
  };
  document.addEventListener('visibilitychange', check, { signal });
  return { signal, choiceWasLost, check };
}
