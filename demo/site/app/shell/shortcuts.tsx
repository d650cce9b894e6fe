import { useEffect } from 'preact/hooks';
import { navigate } from '../router.tsx';

const PLACES: Record<string, string> = {
  c: '/candidates',
  j: '/jobs',
  r: '/reports',
  s: '/settings/profile',
};
const PAUSE = 900;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** `g` then `c`, `j`, `r` or `s` goes places, `/` searches, `e` emails the candidate on screen. */
export const Shortcuts = () => {
  useEffect(() => {
    let goingSince = 0;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || event.metaKey || event.ctrlKey || event.altKey) return;
      const place = Date.now() - goingSince < PAUSE ? PLACES[event.key] : undefined;
      goingSince = event.key === 'g' ? Date.now() : 0;
      if (place) return navigate(place);
      const wanted = { '/': '.hl-search__input', e: '.hl-profile__email' }[event.key];
      const element = wanted ? document.querySelector<HTMLElement>(wanted) : null;
      if (!element) return;
      event.preventDefault();
      if (event.key === 'e') element.click();
      else element.focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  return null;
};
