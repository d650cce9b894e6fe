import type { Sender } from '../../shared/api/senders.ts';
import type { Send } from '../../shared/api/sends.ts';
import type { SubmitSend } from '../../shared/api/sends.ts';
import { isUnclear, type Failure } from '../../shared/messages/outcome.ts';
import type { Composer, Draft, DraftProblem } from '../sites/site-adapter.ts';
import type { Client } from '../ui/client.ts';
import { timingFields, type Timing } from '../ui/later/timing.ts';

/** A choice of the From picker, and whether a person made it inside our own closed root. */
export interface Choice {
  sender: Sender & { grantId: string };
  byPerson: boolean;
  /** When it is to go; at once where nothing was said. */
  timing?: Timing;
  /** Whether opens and clicks are asked for; what the row says. */
  track?: boolean;
}

/** Why nothing was asked of the server. Each has a sentence in the catalogue: `content_block_<reason>`. */
export type BlockReason = DraftProblem | 'sender_unusable' | 'no_gesture' | 'time_passed';

/** What one click on Send came to. Only `accepted` means that an email is on its way. */
export type TakeOverResult =
  | { kind: 'accepted'; send: Send; draft: Draft }
  | { kind: 'blocked'; reason: BlockReason }
  | { kind: 'failed'; error: Failure }
  | { kind: 'ignored' };

/** Everything the commit leans on, so that a test can stand in for the page and the clock. */
export interface TakeOverDeps {
  client: Pick<Client, 'ask'>;
  /** The sender as it is now, undefined when it is gone. */
  findSender(grantId: string): Sender | undefined;
  /** Whether the identity strip is in plain sight. */
  proveVisible(): Promise<boolean>;
  /** Whether the person touched the page within the last seconds. */
  hasGesture(): boolean;
  makeKey(): string;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * The one place where a click on the site's Send becomes a delegated send. See `take-over.design.md` for what it
 * promises. One per compose form.
 */
export class TakeOver {
  #inFlight = false;
  /** The key of the last attempt that was not answered clearly, and the email it was for. */
  #open: { key: string; email: string } | undefined;
  readonly #deps: TakeOverDeps;

  constructor(deps: TakeOverDeps) {
    this.#deps = deps;
  }

  get inFlight(): boolean {
    return this.#inFlight;
  }

  /**
   * Sends what `composer` holds as `choice`, if a person demonstrably meant it; asks them in our own window if not.
   * `trusted` says whether the act on Send was a person's; `onAsking` hears what is about to go, and whether our own
   * window asks about it first.
   */
  async commit(
    composer: Composer,
    choice: Choice,
    trusted: boolean,
    onAsking: (draft: Draft, confirming: boolean) => void,
  ): Promise<TakeOverResult> {
    if (this.#inFlight) return { kind: 'ignored' };
    this.#inFlight = true;
    try {
      return await this.#commit(composer, choice, trusted, onAsking);
    } finally {
      this.#inFlight = false;
    }
  }

  async #commit(
    composer: Composer,
    choice: Choice,
    trusted: boolean,
    onAsking: (draft: Draft, confirming: boolean) => void,
  ): Promise<TakeOverResult> {
    const { client, findSender, proveVisible, hasGesture, now } = this.#deps;
    const { sender, byPerson, timing, track } = choice;
    if (!findSender(sender.grantId)?.usable) return { kind: 'blocked', reason: 'sender_unusable' };
    const reading = composer.readDraft();
    if (!reading.ok) return { kind: 'blocked', reason: reading.problem };
    const { draft } = reading;
    // A time that came and went while the form was open is none that anybody still means.
    if (timing?.at && Date.parse(timing.at) <= now()) return { kind: 'blocked', reason: 'time_passed' };

    const plain = trusted && byPerson && (await proveVisible());
    // Without a gesture there is nobody to ask, and a script could open one window after the other.
    if (!plain && !hasGesture()) return { kind: 'blocked', reason: 'no_gesture' };

    const send = toSubmission(sender.grantId, draft, timing, track);
    const key = this.#keyFor(send);
    onAsking(draft, !plain);
    const outcome = plain
      ? await client.ask('sends:submit', { key, send })
      : await client.ask('sends:confirm', { key, send, senderName: sender.person.name });
    if (outcome.ok || !isUnclear(outcome.error.code)) this.#open = undefined;
    return outcome.ok
      ? { kind: 'accepted', send: outcome.value, draft }
      : { kind: 'failed', error: outcome.error };
  }

  /** One key per click; the earlier one when the same email was asked for and no clear answer came. */
  #keyFor(send: SubmitSend): string {
    const email = JSON.stringify(send);
    if (this.#open?.email !== email) this.#open = { key: this.#deps.makeKey(), email };
    return this.#open.key;
  }
}

const toSubmission = (
  grantId: string,
  { to, subject, html }: Draft,
  timing: Timing | undefined,
  track: boolean | undefined,
): SubmitSend => ({
  from: { grantId },
  to,
  subject,
  html,
  ...(timing && timingFields(timing)),
  ...(track && { track: { opens: true, clicks: true } }),
});
