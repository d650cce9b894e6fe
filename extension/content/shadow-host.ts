import type { MountPoint } from '../sites/site-adapter.ts';

/** Events that stay inside: to the site a shadow root is just a div, and a letter typed there a shortcut of its own. */
const keptInside = [
  'keydown',
  'keypress',
  'keyup',
  'beforeinput',
  'input',
  'change',
  'submit',
  'paste',
  'copy',
  'cut',
];

/** Events that drive our controls. Made by a script they are nobody's wish. */
const actsOfPeople = [
  'click',
  'mousedown',
  'mouseup',
  'mousemove',
  'pointerdown',
  'pointerup',
  ...keptInside,
];

/**
 * `!important` inside a shadow root wins over everything the page says about the host, its inline style included: the
 * page can move or cover our elements, but not restyle them.
 */
const hostReset = `
  :host { all: initial !important; display: block !important }
  /* A popover's backdrop lies over the whole page, and counts as covering it. */
  :host::backdrop { display: none !important }`;

/** An element of ours in the page, with a closed shadow root that the page's scripts can't reach into. */
export interface ShadowHost {
  readonly host: HTMLElement;
  /** Where the interface is rendered. */
  readonly content: HTMLElement;
  /** Puts the host where it belongs, again when the site's framework has dropped it. */
  place(at: MountPoint): void;
}

/** Makes a host that looks as `css` says and no other way; it goes when `signal` aborts. */
export function createShadowHost(css: string, signal: AbortSignal): ShadowHost {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'closed' });
  root.adoptedStyleSheets = [hostReset, css].map(toSheet);
  const content = document.createElement('div');
  root.append(content);
  for (const type of actsOfPeople) content.addEventListener(type, dropScripted, { capture: true });
  for (const type of keptInside) root.addEventListener(type, keepInside);
  signal.addEventListener('abort', () => host.remove());
  return {
    host,
    content,
    place({ parent, before }) {
      if (host.parentElement === parent && host.nextElementSibling === before) return;
      parent.insertBefore(host, before);
    },
  };
}

function toSheet(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

function dropScripted(event: Event): void {
  if (event.isTrusted) return;
  event.stopImmediatePropagation();
  event.preventDefault();
}

/** What we had no use for and would work in any of the site's own fields goes on: Escape, and Enter with a modifier. */
function keepInside(event: Event): void {
  const { key, ctrlKey, metaKey } = event as KeyboardEvent;
  const isForSite = key === 'Escape' || (key === 'Enter' && (ctrlKey || metaKey));
  if (!isForSite || event.defaultPrevented) event.stopPropagation();
}
