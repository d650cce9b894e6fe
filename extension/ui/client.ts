import type { LiveTopic } from '../../shared/messages/live.ts';
import type { Messages, MessageType } from '../../shared/messages/messages.ts';
import type { Outcome } from '../../shared/messages/outcome.ts';

/** All that a surface can do: ask the service worker, hear that something changed, and say it in the person's language. */
export interface Client {
  ask<Type extends MessageType>(
    type: Type,
    payload: Messages[Type]['payload'],
  ): Promise<Outcome<Messages[Type]['value']>>;
  /** Calls `onChange` when one of `topics` changed; returns how to stop. */
  live(topics: readonly LiveTopic[], onChange: () => void): () => void;
  /** The text of `_locales/<language>/messages.json` for `key`, with its `$1`… filled in. */
  text(key: string, ...values: string[]): string;
}
