export type Size = { width: number; height: number };

/** Large enough to work in (pixels); on a smaller screen each window gets its half. */
const largest: Size = { width: 1280, height: 1000 };

/** Where one of two windows stands that lie side by side from the screen's left edge. */
export function windowPlace(screen: Size, side: 'left' | 'right'): Size & { left: number; top: number } {
  const width = Math.min(largest.width, Math.floor(screen.width / 2));
  const height = Math.min(largest.height, screen.height);
  return { left: side === 'left' ? 0 : width, top: 0, width, height };
}
