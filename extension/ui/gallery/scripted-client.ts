import type { LiveTopic } from '../../../shared/messages/live.ts';
import type { Messages, MessageType } from '../../../shared/messages/messages.ts';
import { fail, succeed, type FailureCode, type Outcome } from '../../../shared/messages/outcome.ts';
import type { Client } from '../client.ts';
import { asked, text } from './fake-client.ts';

/** A refusal a script can answer with. */
export class Refused {
  readonly code: FailureCode;
  readonly message: string;
  constructor(code: FailureCode, message: string) {
    this.code = code;
    this.message = message;
  }
}

type Script = {
  [Type in MessageType]?: (
    payload: Messages[Type]['payload'],
  ) => Messages[Type]['value'] | Refused | Promise<Messages[Type]['value'] | Refused>;
};

/** A client whose answers depend on what was asked and done before, and a way to tell its surfaces of a change. */
export function scriptedClient(script: Script): Client & { changed(...topics: LiveTopic[]): void } {
  const listeners = new Set<{ topics: readonly LiveTopic[]; onChange: () => void }>();
  return {
    text,
    live: (topics, onChange) => {
      const listener = { topics, onChange };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed: (...changed) => {
      for (const { topics, onChange } of listeners)
        if (changed.some((topic) => topics.includes(topic))) onChange();
    },
    ask: async (type, payload) => {
      asked.push({ type, payload });
      const answer = await script[type]?.(payload);
      const outcome =
        answer instanceof Refused ? fail(answer.code, answer.message) : succeed((answer ?? null) as never);
      return outcome as Outcome<never>;
    },
  };
}
