/**
 * Shows `popup` in the browser's top layer, where no scroll box of the site clips it and nothing covers it, under
 * `anchor` or above it where there is more room; keeps it there until the returned function is called.
 */
export function placeBelow(anchor: HTMLElement, popup: HTMLElement): () => void {
  const place = () => {
    const { left, top, bottom, width } = (anchor.parentElement ?? anchor).getBoundingClientRect();
    const below = innerHeight - bottom;
    const above = below < 240 && top > below;
    Object.assign(popup.style, {
      left: `${left}px`,
      width: `${width}px`,
      top: above ? 'auto' : `${bottom + 4}px`,
      bottom: above ? `${innerHeight - top + 4}px` : 'auto',
      maxHeight: `${Math.min(Math.max((above ? top : below) - 12, 120), 420)}px`,
    });
  };
  place();
  popup.showPopover();
  // Captured: what scrolls, or is still sliding in when the popup opens, may be any box of the site's.
  const moves = ['scroll', 'animationend', 'transitionend'] as const;
  for (const move of moves) addEventListener(move, place, true);
  addEventListener('resize', place);
  return () => {
    for (const move of moves) removeEventListener(move, place, true);
    removeEventListener('resize', place);
  };
}
