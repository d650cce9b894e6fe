import { fail, type Outcome } from '../../../shared/messages/outcome.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Asked, Confirmation, Confirmations } from './confirmations.ts';

type Parts = {
  platform: Pick<Platform, 'windows' | 'runtime' | 'i18n'>;
  confirmations: Confirmations;
  /** Does what was asked, once the answer is yes. */
  act(asked: Asked): Promise<Outcome<unknown>>;
};

const size = { width: 480, height: 640 };

/** Asks in a window of our own and acts on the answer; closing the window is a no. */
export function createAsk({ platform: { windows, runtime, i18n }, confirmations, act }: Parts) {
  type Resolve = (outcome: Outcome<unknown>) => void;
  const waiting = new Map<string, Resolve[]>();
  const answerOf = (token: string) =>
    new Promise<Outcome<unknown>>((resolve) => waiting.set(token, [...(waiting.get(token) ?? []), resolve]));
  const finish = async ({ token, asked }: Confirmation, yes: boolean): Promise<Outcome<unknown>> => {
    const outcome = yes
      ? await act(asked).catch(() => fail('internal', i18n.text('worker_fault')))
      : fail('refused', i18n.text(asked.kind === 'send' ? 'worker_not_sent' : 'worker_not_changed'));
    for (const resolve of waiting.get(token) ?? []) resolve(outcome);
    waiting.delete(token);
    return outcome;
  };

  return {
    /** Resolves with what came of the deed. The same send asked again (after a restart) waits for the same window. */
    ask: async (asked: Asked): Promise<Outcome<unknown>> => {
      const same = await confirmations.find(
        (each) => asked.kind === 'send' && each.asked.kind === 'send' && each.asked.key === asked.key,
      );
      if (same) return answerOf(same.token);
      const { token } = await confirmations.open(asked);
      const outcome = answerOf(token);
      const page = runtime.url('extension/pages/confirm/index.html');
      const windowId = await windows.popup(`${page}#${token}`, size).catch(async (error: unknown) => {
        await confirmations.take((each) => each.token === token);
        throw error;
      });
      await confirmations.change(token, { windowId });
      return outcome;
    },
    /** The window's answer; null when the question is gone: answered already, or the window was closed. */
    answer: async (token: string, yes: boolean): Promise<Outcome<unknown> | null> => {
      const confirmation = await confirmations.take((each) => each.token === token);
      return confirmation ? finish(confirmation, yes) : null;
    },
    closed: async (windowId: number): Promise<void> => {
      const confirmation = await confirmations.take((each) => each.windowId === windowId);
      if (confirmation) await finish(confirmation, false);
    },
  };
}
export type Ask = ReturnType<typeof createAsk>;
