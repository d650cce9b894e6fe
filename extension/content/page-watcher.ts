/**
 * Calls `onChange` at most once a frame while elements come and go or the address changes, before that frame is
 * painted. One observer serves every feature; it looks at no attributes and no text, so typing costs nothing.
 */
export function watchPage(onChange: () => void, signal: AbortSignal): void {
  let frame = 0;
  const schedule = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      onChange();
    });
  };
  const observer = new MutationObserver(schedule);
  observer.observe(document.documentElement, { childList: true, subtree: true });
  onNavigation(schedule, signal);
  signal.addEventListener('abort', () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
  });
  schedule();
}

/** Calls `onNavigated` after every navigation within the page. */
export function onNavigation(onNavigated: () => void, signal: AbortSignal): void {
  window.addEventListener('popstate', onNavigated, { signal });
  (window as { navigation?: EventTarget }).navigation?.addEventListener('navigatesuccess', onNavigated, {
    signal,
  });
}
