import type { Send } from '../../../shared/api/sends.ts';
import type { SubmitSend } from '../../../shared/api/sends.ts';
import type { Outcome } from '../../../shared/messages/outcome.ts';
import type { StorageArea } from '../../platform/storage.ts';

/** One submission as it survives the worker: see `submit.design.md`. */
export type OutboxEntry = { key: string; at: number; content: string } & (
  | { state: 'waiting'; send: SubmitSend }
  | { state: 'unsettled'; send: SubmitSend }
  | { state: 'answered'; answer: Outcome<Send> }
);

const keepMs = 10 * 60_000;
const most = 30;

/** The submissions of this session, kept where a restart of the worker finds them. */
export function createOutbox(session: StorageArea, now: () => number) {
  // One read-modify-write at a time, or two submissions would overwrite each other's entry.
  let turn: Promise<unknown> = Promise.resolve();
  const load = async () => (await session.get<OutboxEntry[]>('outbox')) ?? [];
  const change = (next: (entries: OutboxEntry[]) => OutboxEntry[]): Promise<void> => {
    const run = turn.then(async () => session.set('outbox', next(await load())));
    turn = run.catch(() => undefined);
    return run;
  };
  const current = (entry: OutboxEntry) => entry.state === 'waiting' || now() - entry.at < keepMs;

  return {
    all: load,
    find: async (key: string) => (await load()).find((entry) => entry.key === key),
    /** The key under which this content went out without an answer, if it did. */
    unsettledKey: async (content: string) =>
      (await load()).find((entry) => entry.state === 'unsettled' && entry.content === content)?.key,
    put: (entry: OutboxEntry) =>
      change((entries) =>
        [...entries.filter((each) => each.key !== entry.key && current(each)), entry].slice(-most),
      ),
  };
}
export type Outbox = ReturnType<typeof createOutbox>;
