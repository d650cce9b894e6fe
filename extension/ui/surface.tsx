import { createContext, type ComponentChildren } from 'preact';
import { useContext, useLayoutEffect, useRef } from 'preact/hooks';
import type { Client } from './client.ts';
import { languageOf } from './plural.ts';

const ClientContext = createContext<Client | null>(null);

/** The client of the surrounding `Surface`. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('a Behalf component stands outside of <Surface>');
  return client;
}

/**
 * The root of everything Behalf draws: gives its children the client, the language, and a unit of length that follows
 * the person's own text size. `font-size: medium` is that size even where the site has changed its root's.
 */
export function Surface({ client, children }: { client: Client; children: ComponentChildren }) {
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const medium = Number.parseFloat(getComputedStyle(root.current!).fontSize);
    root.current!.style.setProperty('--px', `${medium / 16}px`);
  }, []);
  return (
    <ClientContext.Provider value={client}>
      <div
        class="bh"
        ref={root}
        lang={languageOf(client.text)}
        dir={client.text('direction') === 'rtl' ? 'rtl' : 'ltr'}
      >
        <div class="bh-in">{children}</div>
      </div>
    </ClientContext.Provider>
  );
}
