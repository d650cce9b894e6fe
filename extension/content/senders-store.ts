import type { Sender } from '../../shared/api/senders.ts';
import type { Failure } from '../../shared/messages/outcome.ts';
import type { Client } from '../ui/client.ts';

/** What is known of the people one may send as. The last good list stays while a newer one is on its way. */
export type SendersView =
  | { state: 'loading' }
  | { state: 'signedOut' }
  | { state: 'failed'; error: Failure }
  | { state: 'ready'; senders: Sender[] };

/** The From choices of this page, fetched before anybody needs them. */
export interface SendersStore {
  readonly view: SendersView;
  /** The grant as the list has it now, undefined when it is gone from the list. */
  find(grantId: string): Sender | undefined;
  refresh(): Promise<void>;
  /** Hears of changes while something on screen shows them; the connection lives as long as the last such signal. */
  watch(onChange: () => void, signal: AbortSignal): void;
}

/** Asks once at the start, so that a picker has its list when it appears, then again whenever something changed. */
export function createSendersStore(client: Client): SendersStore {
  let view: SendersView = { state: 'loading' };
  let asked = 0;
  const listeners = new Set<() => void>();
  let stopLive: (() => void) | undefined;

  const refresh = async () => {
    const turn = ++asked;
    const outcome = await client.ask('senders:list', undefined);
    // A slow answer to an earlier question must not undo a later one.
    if (turn !== asked) return;
    if (outcome.ok)
      view = { state: 'ready', senders: outcome.value.filter((sender) => sender.grantId !== null) };
    else if (outcome.error.code === 'signed_out' || outcome.error.code === 'unauthenticated')
      view = { state: 'signedOut' };
    else if (view.state !== 'ready') view = { state: 'failed', error: outcome.error };
    for (const listener of listeners) listener();
  };
  void refresh();

  return {
    get view() {
      return view;
    },
    find: (grantId) =>
      view.state === 'ready' ? view.senders.find((sender) => sender.grantId === grantId) : undefined,
    refresh,
    watch(onChange, signal) {
      listeners.add(onChange);
      stopLive ??= client.live(['session', 'senders', 'grants', 'mailboxes'], () => void refresh());
      signal.addEventListener('abort', () => {
        listeners.delete(onChange);
        if (listeners.size > 0) return;
        stopLive?.();
        stopLive = undefined;
      });
    },
  };
}
