import type { ComponentChildren, TargetedMouseEvent } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const MOVED = 'hl:moved';

export const navigate = (to: string): void => {
  if (to !== location.pathname) history.pushState(null, '', to);
  dispatchEvent(new Event(MOVED));
};

export const redirect = (to: string): void => {
  history.replaceState(null, '', to);
  dispatchEvent(new Event(MOVED));
};

/** The parts of the current path, e.g. `['settings', 'email']`. */
export const useRoute = (): string[] => {
  const [path, setPath] = useState(location.pathname);
  useEffect(() => {
    const update = (): void => setPath(location.pathname);
    addEventListener('popstate', update);
    addEventListener(MOVED, update);
    update();
    return () => {
      removeEventListener('popstate', update);
      removeEventListener(MOVED, update);
    };
  }, []);
  return path.split('/').filter(Boolean);
};

interface LinkProps {
  to: string;
  class?: string;
  current?: boolean;
  label?: string;
  children: ComponentChildren;
}

export const Link = ({ to, current = false, label, children, ...rest }: LinkProps) => {
  const follow = (event: TargetedMouseEvent<HTMLAnchorElement>): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    navigate(to);
  };
  return (
    <a href={to} aria-current={current ? 'page' : undefined} aria-label={label} onClick={follow} {...rest}>
      {children}
    </a>
  );
};
