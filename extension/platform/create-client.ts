import type { Envelope } from '../../shared/messages/messages.ts';
import { fail, type Outcome } from '../../shared/messages/outcome.ts';
import type { Client } from '../ui/client.ts';
import type { I18n } from './i18n.ts';
import { openLive, type Visibility } from './live-connection.ts';
import { resendable } from './resendable.ts';
import type { Runtime } from './runtime.ts';

/** What a client stands on. Tests bring their own. */
export interface ClientParts {
  runtime: Pick<Runtime, 'id' | 'version' | 'send' | 'connect'>;
  i18n: I18n;
  visibility: Visibility;
  wait(milliseconds: number): Promise<void>;
  /** Behalf was turned off for the site this document belongs to. */
  onOff?(): void;
}

const attempts = 3;

/** Makes the client of one document: a page of ours or a content script. */
export function createClient({ runtime, i18n, visibility, wait, onOff }: ClientParts): Client {
  // Read now: after an update of the extension a content script that stays behind can read neither any more.
  const version = runtime.version();
  const outdated = fail('outdated', i18n.text('client_outdated'));
  const unanswered = fail('unavailable', i18n.text('client_unanswered'));
  const text: Client['text'] = (key, ...values) => {
    try {
      return i18n.text(key, ...values);
    } catch {
      return '';
    }
  };
  const connection = openLive({ runtime, visibility, wait, ...(onOff && { onOff }) });
  const ask: Client['ask'] = async (type, payload) => {
    const envelope: Envelope = { behalf: true, version, type, payload };
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      if (runtime.id() === undefined) return outdated;
      const answer = await runtime.send(envelope).catch((error: unknown) => new Undelivered(error));
      if (isOutcome(answer)) {
        if (answer.ok) connection.awake();
        return answer as never;
      }
      if (runtime.id() === undefined) return outdated;
      const nobodyHeard = answer instanceof Undelivered && answer.nobodyHeard;
      if (!nobodyHeard && !resendable[type]) return unanswered;
      await wait(attempt * 200);
    }
    return unanswered;
  };
  return { ask, text, live: connection.live };
}

class Undelivered {
  readonly nobodyHeard: boolean;
  constructor(error: unknown) {
    // The one fault after which nothing can have happened; with any other the worker may have acted.
    this.nobodyHeard = String(error).includes('Receiving end does not exist');
  }
}

const isOutcome = (answer: unknown): answer is Outcome<unknown> =>
  typeof answer === 'object' && answer !== null && typeof (answer as { ok?: unknown }).ok === 'boolean';
