import { render } from 'preact';
import type { Person } from '../../shared/api/person.ts';
import type { Send } from '../../shared/api/sends.ts';
import { isFinalSendState } from '../../shared/domain/send-state.ts';
import type { Failure } from '../../shared/messages/outcome.ts';
import type { Draft } from '../sites/site-adapter.ts';
import type { Client } from '../ui/client.ts';
import { composerStyles } from '../ui/shadow-styles.ts';
import { Surface } from '../ui/surface.tsx';
import { clockAhead } from './clock-ahead.ts';
import { copyText } from './copy-text.ts';
import { followSend } from './follow-send.ts';
import css from './send-toasts.css?inline';
import { createShadowHost } from './shadow-host.ts';
import { ToastSlot, type ToastState } from './toast-slot.tsx';

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

/** A toast that has said all it had to goes by itself after this long (milliseconds). */
const restMs = 8_000;

/** The toasts of this page: one for each email under way, newest last, in a host of their own in the top layer. */
export class SendToasts {
  readonly #client: Client;
  readonly #signal: AbortSignal;
  readonly #shadow;
  readonly #slots = new Map<ToastState, { controller: AbortController; reopen: Reopen; key: number }>();
  #keys = 0;

  constructor(client: Client, signal: AbortSignal) {
    this.#client = client;
    this.#signal = signal;
    this.#shadow = createShadowHost(composerStyles + css, signal);
    this.#shadow.host.popover = 'manual';
    signal.addEventListener('abort', () => render(null, this.#shadow.content));
  }

  /** Shows what is about to go, at the moment it is asked for; or what went, once our own window was answered. */
  show(draft: Draft, sender: Person, reopen: Reopen): ToastHandle {
    const shownAt = Date.now();
    const toast: ToastState = { draft, sender, clockAhead: 0 };
    const controller = new AbortController();
    const until = AbortSignal.any([controller.signal, this.#signal]);
    const update = (send: Send) => {
      toast.send = send;
      if (isFinalSendState(send.state)) toast.late = undefined;
      if (send.state === 'sent') this.#restThenDismiss(toast);
      this.#draw();
    };
    this.#slots.set(toast, { controller, reopen, key: this.#keys++ });
    this.#draw();
    return {
      accept: (send) => {
        toast.clockAhead = clockAhead(send.createdAt, shownAt, Date.now());
        update(send);
        if (!isFinalSendState(send.state)) followSend(this.#client, send, toast.clockAhead, update, until);
      },
      fail: (failure) => {
        toast.failure = failure;
        this.#draw();
      },
      dismiss: () => this.#dismiss(toast),
    };
  }

  /** Puts the host back when the page has dropped it. */
  place(): void {
    if (this.#slots.size > 0 && !this.#shadow.host.isConnected) this.#draw();
  }

  #draw(): void {
    if (this.#signal.aborted) return;
    const { host, content, place } = this.#shadow;
    place({ parent: document.documentElement, before: null });
    if (this.#slots.size > 0 && !host.matches(':popover-open')) host.showPopover();
    render(
      <Surface client={this.#client}>
        <div class="toasts">
          {[...this.#slots].map(([toast, { key }]) => (
            <ToastSlot
              key={key}
              toast={toast}
              onUndo={(event) => void this.#undo(toast, event)}
              onReopen={(event) => void this.#bringBack(toast, event)}
              onCopy={() => void this.#copy(toast)}
              onDismiss={() => this.#dismiss(toast)}
            />
          ))}
        </div>
      </Surface>,
      content,
    );
  }

  async #undo(toast: ToastState, event: Event): Promise<void> {
    if (!toast.send) return;
    const outcome = await this.#client.ask('sends:cancel', { id: toast.send.id });
    if (outcome.ok) {
      this.#slots.get(toast)?.controller.abort();
      toast.send = outcome.value;
      await this.#bringBack(toast, event);
    } else toast.late = outcome.error.message;
    this.#draw();
  }

  async #bringBack(toast: ToastState, event: Event): Promise<void> {
    if (!(await this.#slots.get(toast)?.reopen(event))) return;
    toast.kept = 'reopened';
    this.#restThenDismiss(toast);
    this.#draw();
  }

  async #copy(toast: ToastState): Promise<void> {
    if (await copyText(toast.draft.html)) toast.kept = 'copied';
    this.#draw();
  }

  #restThenDismiss(toast: ToastState): void {
    setTimeout(() => this.#dismiss(toast), restMs);
  }

  #dismiss(toast: ToastState): void {
    this.#slots.get(toast)?.controller.abort();
    if (this.#slots.delete(toast)) this.#draw();
  }
}
