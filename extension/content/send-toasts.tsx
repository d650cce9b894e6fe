import { render } from 'preact';
import type { Person } from '../../shared/api/person.ts';
import type { Send } from '../../shared/api/sends.ts';
import { isFinalSendState } from '../../shared/domain/send-state.ts';
import type { Failure } from '../../shared/messages/outcome.ts';
import type { Draft } from '../sites/site-adapter.ts';
import type { Client } from '../ui/client.ts';
import { SendToast } from '../ui/send-toast.tsx';
import { composerStyles } from '../ui/shadow-styles.ts';
import { Surface } from '../ui/surface.tsx';
import { copyText } from './copy-text.ts';
import { followSend } from './follow-send.ts';
import css from './send-toasts.css?inline';
import { createShadowHost } from './shadow-host.ts';

/** What the toast of one email can be told while it is on its way. */
export interface ToastHandle {
  /** The server has it: from here the toast follows it to its end by itself. */
  accept(send: Send): void;
  /** It did not go, and its form is no longer there to say so. */
  fail(failure: Failure): void;
  dismiss(): void;
}

/** Brings a draft back to the screen; false when the site offers no way here. */
type Reopen = (event: Event) => Promise<boolean>;
type Shown = {
  draft: Draft;
  sender: Person;
  reopen: Reopen;
  controller: AbortController;
  send?: Send;
  failure?: Failure;
  /** What became of the text, once it did not go out. */
  kept?: 'kept' | 'copied' | 'reopened';
  late?: string;
};

/** A sent email's toast goes by itself after this long (milliseconds). */
const restMs = 8_000;

/** The toasts of this page: one for each email under way, newest last, in a host of their own in the top layer. */
export function createSendToasts(client: Client, signal: AbortSignal) {
  const { host, content, place } = createShadowHost(composerStyles + css, signal);
  host.popover = 'manual';
  const shown = new Set<Shown>();

  const draw = () => {
    place({ parent: document.documentElement, before: null });
    if (shown.size > 0 && !host.matches(':popover-open')) host.showPopover();
    render(
      <Surface client={client}>
        <div class="toasts">{[...shown].map(drawOne)}</div>
      </Surface>,
      content,
    );
  };
  const dismiss = (toast: Shown) => {
    toast.controller.abort();
    shown.delete(toast);
    draw();
  };
  const undo = async (toast: Shown, event: Event) => {
    if (!toast.send) return;
    const outcome = await client.ask('sends:cancel', { id: toast.send.id });
    if (outcome.ok) {
      toast.controller.abort();
      toast.send = outcome.value;
      await bringBack(toast, event);
    } else toast.late = outcome.error.message;
    draw();
  };
  const bringBack = async (toast: Shown, event: Event) => {
    toast.kept = (await toast.reopen(event)) ? 'reopened' : 'kept';
    if (toast.kept === 'reopened') setTimeout(() => dismiss(toast), restMs);
    draw();
  };
  const copy = async (toast: Shown) => {
    if (await copyText(toast.draft.html)) toast.kept = 'copied';
    draw();
  };
  const drawOne = (toast: Shown) => {
    const lost =
      toast.failure ||
      (toast.send && ['failed', 'blocked', 'rejected', 'cancelled'].includes(toast.send.state));
    return (
      <div>
        <SendToast
          draft={{ ...toast.draft, sender: toast.sender }}
          send={toast.send}
          failure={toast.failure}
          onUndo={(event) => void undo(toast, event)}
          onRetry={(event) => void bringBack(toast, event)}
          onDismiss={() => dismiss(toast)}
        />
        {(toast.late || (lost && toast.kept !== 'reopened')) && (
          <div class="kept" role="status">
            <span>
              {toast.late ?? client.text(toast.kept === 'copied' ? 'content_copied' : 'content_text_kept')}
            </span>
            {lost && (
              <>
                <button type="button" onClick={() => void copy(toast)}>
                  {client.text('content_copy')}
                </button>
                <button type="button" onClick={(event) => void bringBack(toast, event)}>
                  {client.text('content_reopen')}
                </button>
              </>
            )}
          </div>
        )}
      </div>
    );
  };

  return {
    /** Shows what is about to go, before the server is asked. */
    show(draft: Draft, sender: Person, reopen: Reopen): ToastHandle {
      const toast: Shown = { draft, sender, reopen, controller: new AbortController() };
      const follow = AbortSignal.any([toast.controller.signal, signal]);
      const update = (send: Send) => {
        toast.send = send;
        if (isFinalSendState(send.state)) toast.late = undefined;
        if (send.state === 'sent') setTimeout(() => dismiss(toast), restMs);
        draw();
      };
      shown.add(toast);
      draw();
      return {
        accept(send) {
          update(send);
          if (!isFinalSendState(send.state)) followSend(client, send, update, follow);
        },
        fail(failure) {
          toast.failure = failure;
          draw();
        },
        dismiss: () => dismiss(toast),
      };
    },
    /** Puts the host back when the page has dropped it. */
    place: () => shown.size > 0 && !host.isConnected && draw(),
  };
}
export type SendToasts = ReturnType<typeof createSendToasts>;
