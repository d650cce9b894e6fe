import type { TrackingChoice } from '../../shared/messages/company-messages.ts';
import type { Client } from '../ui/client.ts';

/** Whether opens and clicks may be asked for, and what a form begins with. */
export interface TrackingStore {
  readonly view: TrackingChoice;
  /** Hears of changes until `signal` aborts. */
  watch(onChange: () => void, signal: AbortSignal): void;
}

/** Nothing is asked for as long as nobody knows that it may be. */
export function createTrackingStore(client: Client): TrackingStore {
  let view: TrackingChoice = {
    ...{ allowed: false, on: false },
    modes: { consent: 'off', unknown: 'off', elsewhere: 'off' },
  };
  const listeners = new Set<() => void>();
  const refresh = async () => {
    const outcome = await client.ask('tracking:choice', undefined);
    if (!outcome.ok) return;
    view = outcome.value;
    for (const listener of listeners) listener();
  };
  return {
    get view() {
      return view;
    },
    watch(onChange, signal) {
      listeners.add(onChange);
      const stopLive = client.live(['policy', 'session'], () => void refresh());
      void refresh();
      signal.addEventListener('abort', () => {
        listeners.delete(onChange);
        stopLive();
      });
    },
  };
}
