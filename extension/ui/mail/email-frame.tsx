import { useEffect, useRef, useState } from 'preact/hooks';
import { useClient } from '../surface.tsx';
import { languageOf } from '../plural.ts';

/** How an email looks where nothing else is said. Colours are the system's: a letter is readable in light and dark. */
const look = `
  :root { color-scheme: light dark }
  body { display: flow-root; margin: 0; color: CanvasText; font: 0.875rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
  body > :first-child { margin-top: 0 }
  body > :last-child { margin-bottom: 0 }
  a { text-decoration: underline }
  .picture { display: inline-block; padding: 0 0.5em; border: 1px dashed; border-radius: 4px; font-size: 0.75rem }
  pre { white-space: pre-wrap }
  td, th { padding: 2px 8px 2px 0; text-align: start; vertical-align: top }`;

/**
 * A document of its own for what somebody else wrote: without scripts, forms, windows or a way out (`sandbox`), under
 * our own policy, which loads nothing from anywhere. It is as high as the email, so that nothing is scrolled out of it.
 */
export function EmailFrame({ content, label }: { content: DocumentFragment; label: string }) {
  const { text } = useClient();
  const frame = useRef<HTMLIFrameElement>(null);
  const [loaded, setLoaded] = useState(false);
  useEffect(() => {
    const inner = loaded ? frame.current!.contentDocument : null;
    if (!inner) return undefined;
    inner.documentElement.lang = languageOf(text);
    dress(inner);
    inner.body.replaceChildren(inner.importNode(content, true));
    const fit = () => {
      frame.current!.style.height = `${Math.ceil(inner.body.getBoundingClientRect().height)}px`;
    };
    const observer = new ResizeObserver(fit);
    observer.observe(inner.body);
    return () => observer.disconnect();
  }, [content, loaded]);
  return (
    <iframe
      ref={frame}
      class="email-frame"
      // Same origin without scripts: only our own page can put anything into it.
      sandbox="allow-same-origin"
      srcdoc="<!doctype html><title>Email</title>"
      title={label}
      onLoad={() => setLoaded(true)}
    />
  );
}

function dress(inner: Document): void {
  const { CSSStyleSheet: Sheet } = inner.defaultView as unknown as { CSSStyleSheet: typeof CSSStyleSheet };
  const sheet = new Sheet();
  sheet.replaceSync(look);
  inner.adoptedStyleSheets = [sheet];
}
