import { ComposeFeature } from './compose-feature.ts';
import { createSendersStore } from './senders-store.ts';
import { SendToasts } from './send-toasts.tsx';
import { createTrackingStore } from './tracking-store.ts';
import { handOver } from './surface-door.ts';

// Everything around a compose form: the From row, the identity strip, the toasts.
handOver('composer', ({ site, client, choiceWasLost, signal }) => {
  const store = createSendersStore(client);
  const tracking = createTrackingStore(client);
  const toasts = new SendToasts(client, signal);
  const greeting = choiceWasLost ? client.text('content_choose_again') : null;
  const compose = new ComposeFeature(site, { client, store, tracking, toasts }, greeting, signal);
  return {
    delegated: compose.delegated,
    onPageChange() {
      compose.onPageChange();
      toasts.place();
    },
  };
});
