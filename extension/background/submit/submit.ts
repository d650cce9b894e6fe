import type { Send } from '../../../shared/api/sends.ts';
import type { SubmitSend } from '../../../shared/api/sends.ts';
import {
  fail,
  isUnclear,
  settlesKey,
  type FailureCode,
  type Outcome,
} from '../../../shared/messages/outcome.ts';
import type { I18n } from '../../platform/i18n.ts';
import type { Api } from '../api-client.ts';
import type { Outbox } from './outbox.ts';

type Parts = {
  outbox: Outbox;
  api: Pick<Api, 'submit'>;
  now(): number;
  wait(milliseconds: number): Promise<void>;
  text: I18n['text'];
  /** The person was told nothing about this email, and it won't be sent any more by itself. */
  onAbandoned(send: SubmitSend): void;
  onAnswered(): void;
};

const isClear = (code: FailureCode): boolean => !isUnclear(code);
const pausesMs = [500, 3_000];
const tooOldMs = 5 * 60_000;

/** Submits one email under its key: see `submit.design.md`. */
export function createSubmit({ outbox, api, now, wait, text, onAbandoned, onAnswered }: Parts) {
  const underWay = new Map<string, Promise<Outcome<Send>>>();

  const settle = async (
    { key, send, at }: { key: string; send: SubmitSend; at: number },
    askedBefore: boolean,
  ): Promise<Outcome<Send>> => {
    const content = JSON.stringify(send);
    await outbox.put({ key, at, content, state: 'waiting', send });
    let open = askedBefore;
    for (const pause of [...pausesMs, null]) {
      const answer = await api.submit(key, send);
      // To the first question any refusal is an answer. Later ones tell of it only if they are about its key.
      if (answer.ok || (open ? settlesKey : isClear)(answer.error.code)) {
        await outbox.put({ key, at: now(), content, state: 'answered', answer });
        onAnswered();
        return answer;
      }
      open = true;
      if (pause !== null) await wait(pause);
    }
    await outbox.put({ key, at: now(), content, state: 'unsettled', send });
    return fail('offline', text('worker_unsettled'));
  };
  const join = (key: string, start: () => Promise<Outcome<Send>>): Promise<Outcome<Send>> => {
    const running = underWay.get(key);
    if (running) return running;
    const run = start().finally(() => underWay.delete(key));
    underWay.set(key, run);
    return run;
  };
  const submit = async (key: string, send: SubmitSend): Promise<Outcome<Send>> => {
    const known = (await outbox.unsettledKey(JSON.stringify(send))) ?? key;
    return join(known, async () => {
      const entry = await outbox.find(known);
      // The recorded answer is for this content only: the server refuses the key with any other.
      if (entry?.state === 'answered' && entry.content === JSON.stringify(send)) return entry.answer;
      return settle({ key: known, send, at: now() }, entry !== undefined);
    });
  };
  /** Finishes what an earlier worker left without an answer. */
  const finish = async (): Promise<void> => {
    for (const entry of await outbox.all()) {
      if (entry.state !== 'waiting' || underWay.has(entry.key)) continue;
      if (now() - entry.at <= tooOldMs) {
        await join(entry.key, () => settle(entry, true));
        continue;
      }
      await outbox.put({ ...entry, at: now(), state: 'unsettled' });
      onAbandoned(entry.send);
    }
  };
  return { submit, finish };
}
export type Submit = ReturnType<typeof createSubmit>;
