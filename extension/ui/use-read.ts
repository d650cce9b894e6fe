import { useEffect, useRef, useState } from 'preact/hooks';
import type { LiveTopic } from '../../shared/messages/live.ts';
import type { Messages, MessageType } from '../../shared/messages/messages.ts';
import type { Failure } from '../../shared/messages/outcome.ts';
import { useClient } from './surface.tsx';

/** After this long (ms) a surface says what it is waiting for. */
export const slowAfterMs = 8000;

/** Something read from the worker: the last value stays while it is read again, also when that fails: but only for the same question. */
export type Read<Value> = {
  value: Value | undefined;
  failure: Failure | undefined;
  slow: boolean;
  retry: () => void;
  /** Takes in what is known to be so now, and reads again: what is being read already may be older than that. */
  amend(change: (value: Value) => Value): void;
};

/** Reads `type` and reads it again whenever one of `topics` changed. `payload` is compared by its JSON. */
export function useRead<Type extends MessageType>(
  type: Type,
  payload: Messages[Type]['payload'],
  topics: readonly LiveTopic[],
): Read<Messages[Type]['value']> {
  const client = useClient();
  const [state, setState] = useState<Omit<Read<Messages[Type]['value']>, 'retry' | 'amend'>>({
    value: undefined,
    failure: undefined,
    slow: false,
  });
  const [round, setRound] = useState(0);
  const latest = useRef(0);
  /** What the value is the answer to. */
  const answered = useRef('');
  const question = JSON.stringify(payload);
  const retry = () => setRound((before) => before + 1);

  useEffect(() => client.live(topics, retry), [client, topics.join()]);
  useEffect(() => {
    const mine = ++latest.current;
    const timer = setTimeout(() => setState((before) => ({ ...before, slow: true })), slowAfterMs);
    void client.ask(type, payload).then((outcome) => {
      clearTimeout(timer);
      if (mine !== latest.current) return;
      const isSame = answered.current === question;
      if (outcome.ok) answered.current = question;
      setState((before) =>
        outcome.ok
          ? { value: outcome.value, failure: undefined, slow: false }
          : { value: isSame ? before.value : undefined, failure: outcome.error, slow: false },
      );
    });
    return () => {
      latest.current += 1;
      clearTimeout(timer);
    };
  }, [client, type, question, round]);

  const amend: Read<Messages[Type]['value']>['amend'] = (change) => {
    latest.current += 1;
    setState((before) => (before.value === undefined ? before : { ...before, value: change(before.value) }));
    retry();
  };
  return { ...state, retry, amend };
}
