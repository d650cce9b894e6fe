import { render } from 'preact';
import type { Sender } from '../../shared/api/senders.ts';
import { regionOf } from '../../shared/domain/region-of.ts';
import type { TrackingMode } from '../../shared/domain/tracking-policy.ts';
import type { Composer, Draft } from '../sites/site-adapter.ts';
import type { Client } from '../ui/client.ts';
import { now as atOnce, type Timing } from '../ui/later/timing.ts';
import { ownZone } from '../ui/later/zoned-time.ts';
import { firstName } from '../ui/person-name.ts';
import { composerStyles } from '../ui/shadow-styles.ts';
import { FromRow } from './from-row.tsx';
import css from './from-row.css?inline';
import type { SendersStore } from './senders-store.ts';
import type { SendToasts, ToastHandle } from './send-toasts.tsx';
import { createShadowHost, type ShadowHost } from './shadow-host.ts';
import type { TrackingStore } from './tracking-store.ts';
import { watchStrip, type StripWatch } from './strip-visibility.ts';
import { makeKey } from '../platform/make-key.ts';
import { TakeOver, type Choice } from './take-over.ts';

/** After this long without an answer the row says what is being waited for (milliseconds). */
const slowAfterMs = 8_000;

/** What the compose forms of a page share. */
export interface ComposeDeps {
  client: Client;
  store: SendersStore;
  tracking: TrackingStore;
  toasts: SendToasts;
  /** Opens a form for `draft` again with `choice` in its picker; false when the site can't. */
  reopen(draft: Draft, choice: Choice): Promise<boolean>;
}

/** One compose form of the site's, with our row in it. Ends with the form: `signal` aborts when it leaves the page. */
export class ComposeForm {
  readonly composer: Composer;
  readonly #deps: ComposeDeps;
  readonly #signal: AbortSignal;
  readonly #shadow: ShadowHost;
  readonly #takeOver: TakeOver;
  #choice: Choice | null = null;
  #note: { text: string; calm?: boolean } | null = null;
  #strip: StripWatch | undefined;
  #busy = false;
  #looked = false;

  constructor(composer: Composer, deps: ComposeDeps, signal: AbortSignal) {
    this.composer = composer;
    this.#deps = deps;
    this.#signal = signal;
    this.#shadow = createShadowHost(composerStyles + css, signal);
    this.#takeOver = new TakeOver({
      client: deps.client,
      findSender: deps.store.find,
      proveVisible: async () => (await this.#strip?.prove()) ?? false,
      hasGesture: () => navigator.userActivation.isActive,
      makeKey,
      now: Date.now,
    });
    deps.store.watch(this.#draw, signal);
    deps.tracking.watch(this.#draw, signal);
    // Who it is to may have become somebody else.
    composer.root.addEventListener('focusout', this.#draw, { signal });
    signal.addEventListener('abort', () => this.#strip?.stop());
  }

  /** Whether the site's own Send is ours now. */
  get isDelegated(): boolean {
    return this.#choice !== null;
  }

  /** Puts the row in its place, and again whenever the site's framework has dropped it. */
  place(): void {
    const at = this.composer.fromRow();
    if (!at) return;
    const isNew = !this.#shadow.host.isConnected;
    this.#takeLook();
    this.#shadow.place(at);
    // Only in the page does the interface know its sizes.
    if (isNew) this.#draw();
    if (at.instead && at.instead.style.display !== 'none') {
      const { instead } = at;
      instead.style.display = 'none';
      this.#signal.addEventListener('abort', () => instead.style.removeProperty('display'));
    }
  }

  #takeLook(): void {
    if (this.#looked) return;
    this.#looked = true;
    for (const [name, value] of Object.entries(this.composer.rowLook?.() ?? {}))
      this.#shadow.content.style.setProperty(`--row-${name}`, value);
  }

  /** Takes a choice; null is Myself (this site). */
  choose(choice: Choice | null): void {
    this.#choice = choice;
    this.#note = null;
    this.#draw();
  }

  say(text: string, calm = true): void {
    this.#note = { text, calm };
    this.#draw();
  }

  /** An act of sending that the site has not seen. */
  onSend = async (trusted: boolean): Promise<void> => {
    const choice = this.#choice;
    if (!choice || this.#busy) return;
    this.#busy = true;
    this.#note = null;
    try {
      await this.#send(choice, trusted);
    } finally {
      this.#busy = false;
      this.#draw();
    }
  };

  async #send(choice: Choice, trusted: boolean): Promise<void> {
    const { client, toasts, reopen } = this.#deps;
    const { person } = choice.sender;
    let toast: ToastHandle | undefined;
    const show = (draft: Draft) =>
      toasts.show(draft, person, (event) => reopen(draft, { ...choice, byPerson: event.isTrusted }));
    const slow = setTimeout(() => this.say(client.text('content_still_waiting')), slowAfterMs);
    const asked = { ...choice, track: this.#tracks(choice) };
    const result = await this.#takeOver.commit(this.composer, asked, trusted, (draft, confirming) => {
      if (confirming) this.say(client.text('content_confirming'));
      else toast = show(draft);
      if (confirming) clearTimeout(slow);
    });
    clearTimeout(slow);
    this.#note = null;
    if (result.kind === 'accepted') {
      (toast ?? show(result.draft)).accept(result.send);
      await this.#close(result.draft);
    } else if (result.kind === 'failed' && this.#signal.aborted) toast?.fail(result.error);
    else if (result.kind !== 'ignored') {
      toast?.dismiss();
      const text =
        result.kind === 'failed'
          ? result.error.message
          : client.text(`content_block_${result.reason}`, firstName(person.name));
      // That somebody can't be used is said as long as it is so (`#noteAbout`), and no longer.
      const isSaidAnyway = result.kind === 'blocked' && result.reason === 'sender_unusable';
      this.#note = isSaidAnyway ? null : { text };
    }
  }

  /** Leaves the form as the site leaves it after a send, unless more was written while the email was on its way. */
  async #close(sent: Draft): Promise<void> {
    // Also after our own end (turned off, updated): a form with what has been sent would be sent again.
    if (!this.composer.root.isConnected) return;
    const now = this.composer.readDraft();
    const unchanged = now.ok && JSON.stringify(now.draft) === JSON.stringify(sent);
    if (unchanged) await this.composer.closeAsAfterSend();
    if (this.composer.root.isConnected)
      this.say(this.#deps.client.text(unchanged ? 'content_left_open' : 'content_changed_since'));
  }

  #draw = (): void => {
    if (this.#signal.aborted) return render(null, this.#shadow.content);
    if (!this.#shadow.host.isConnected) return;
    const { client, store } = this.#deps;
    const sender =
      this.#choice && (store.find(this.#choice.sender.grantId) ?? { ...this.#choice.sender, usable: false });
    render(
      <FromRow
        client={client}
        view={store.view}
        sender={sender}
        timing={this.#choice?.timing ?? atOnce(ownZone())}
        tracks={this.#choice && this.#deps.tracking.view.allowed ? this.#tracks(this.#choice) : null}
        seen={this.#seen()}
        note={this.#note ?? this.#noteAbout(sender)}
        onChoose={this.#onChoose}
        onTiming={this.#onTiming}
        onTrack={this.#onTrack}
        onMany={() => void this.#onMany()}
        onRetry={() => void store.refresh()}
        onSignIn={() => void client.ask('session:signIn', undefined).then(() => store.refresh())}
      />,
      this.#shadow.content,
    );
    this.#watchStrip();
  };

  #noteAbout(sender: Sender | null) {
    if (!sender || sender.usable) return null;
    return { text: this.#deps.client.text('content_block_sender_unusable', firstName(sender.person.name)) };
  }

  #onChoose = (sender: Sender | null, event: Event): void => {
    if (this.#busy) return;
    const { grantId } = sender ?? {};
    const { timing, track } = this.#choice ?? {};
    const byPerson = event.isTrusted;
    this.choose(
      sender && grantId
        ? {
            ...{ sender: { ...sender, grantId }, byPerson },
            ...(timing && { timing }),
            ...(track !== undefined && { track }),
          }
        : null,
    );
  };

  #onTiming = (timing: Timing): void => {
    if (this.#choice && !this.#busy) this.choose({ ...this.#choice, timing });
  };

  /** As the person chose it here, else as they had it last time; never against the policy. */
  #tracks({ track }: Choice): boolean {
    const { allowed, on } = this.#deps.tracking.view;
    return allowed && (track ?? on);
  }

  /** How much of it there is for who the email is to. */
  #seen(): TrackingMode | null {
    const email = this.#choice && this.composer.readRecipient();
    return email ? this.#deps.tracking.view.modes[regionOf(email)] : null;
  }

  #onTrack = (track: boolean): void => {
    if (this.#choice && !this.#busy) this.choose({ ...this.#choice, track });
  };

  /** Takes what is written to our page for many recipients. The form stays: nothing was sent. */
  async #onMany(): Promise<void> {
    if (!this.#choice) return;
    const { client } = this.#deps;
    const { grantId } = this.#choice.sender;
    const outcome = await client.ask('batches:begin', { grantId, ...this.composer.readTemplate() });
    if (outcome.ok) this.say(client.text('content_many_opened'));
    else this.say(outcome.error.message, false);
  }

  /** Each appearance of the strip is watched from its own beginning. */
  #watchStrip(): void {
    const strip = this.#shadow.content.querySelector('.strip');
    if (strip === this.#strip?.element) return;
    this.#strip?.stop();
    this.#strip = strip ? watchStrip(strip, this.#shadow.host) : undefined;
  }
}
