import { useState } from 'preact/hooks';
import type { Messages, MessageType } from '../../shared/messages/messages.ts';
import type { Failure } from '../../shared/messages/outcome.ts';
import { useClient } from './surface.tsx';
import { slowAfterMs } from './use-read.ts';

/** One thing a person asked for: under way, refused with words, or done. */
export type Act = {
  busy: boolean;
  slow: boolean;
  failure: Failure | undefined;
  /** Does nothing while the last one is under way, so that a double click is one act; a slow one may be tried again. */
  run: <Type extends MessageType>(
    type: Type,
    payload: Messages[Type]['payload'],
    onDone?: (value: Messages[Type]['value']) => void,
  ) => void;
  clear: () => void;
};

const idle = { busy: false, slow: false, failure: undefined };

/** State for a button (or a group of them) that asks the worker to do something. */
export function useAct(): Act {
  const client = useClient();
  const [state, setState] = useState<Omit<Act, 'run' | 'clear'>>(idle);
  return {
    ...state,
    clear: () => setState(idle),
    run: (type, payload, onDone) => {
      if (state.busy && !state.slow) return;
      setState({ ...idle, busy: true });
      const timer = setTimeout(() => setState({ ...idle, busy: true, slow: true }), slowAfterMs);
      void client.ask(type, payload).then((outcome) => {
        clearTimeout(timer);
        setState(outcome.ok ? idle : { ...idle, failure: outcome.error });
        if (outcome.ok) onDone?.(outcome.value);
      });
    },
  };
}
