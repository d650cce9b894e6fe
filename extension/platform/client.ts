import type { Client } from '../ui/client.ts';
import { createClient } from './create-client.ts';
import { i18n } from './i18n.ts';
import { runtime } from './runtime.ts';

/** The client of this document, for our own pages; content scripts have `native-client.ts`. */
export const client: Client = createClient({
  runtime,
  i18n,
  visibility: {
    visible: () => document.visibilityState === 'visible',
    onChange: (listener) => document.addEventListener('visibilitychange', listener),
  },
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
});
