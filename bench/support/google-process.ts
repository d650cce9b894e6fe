import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BenchPerson, FromGoogle, ToGoogle } from './google-messages.ts';

const child = fileURLToPath(new URL('google-child.ts', import.meta.url));

export type GoogleProcess = Awaited<ReturnType<typeof startGoogleProcess>>;

/** Starts the stand-in beside us. What it accepts is told as it happens, by `X-Behalf-Id`. */
export async function startGoogleProcess() {
  const standIn = fork(child);
  const answers: ((message: FromGoogle) => void)[] = [];
  const waiting = new Map<string, () => void>();
  const early = new Set<string>();

  const next = () => new Promise<FromGoogle>((resolve) => answers.push(resolve));
  const ask = async <Part>(message: ToGoogle): Promise<Part> => {
    const answer = next();
    standIn.send(message);
    return (await answer) as Part;
  };
  standIn.on('message', (message: FromGoogle) => {
    if (!('accepted' in message)) return answers.shift()?.(message);
    const resolve = waiting.get(message.accepted);
    waiting.delete(message.accepted);
    if (resolve) resolve();
    else early.add(message.accepted);
  });
  const { url, clientId, clientSecret } = (await next()) as {
    url: string;
    clientId: string;
    clientSecret: string;
  };
  return {
    ...{ url, clientId, clientSecret },
    addPeople: async (count: number) => (await ask<{ people: BenchPerson[] }>({ people: count })).people,
    setLatency: (ms: number) => ask<unknown>({ latency: ms }),
    /** Resolves once the stand-in has taken the send, which may have been before this was asked. */
    accepted: (id: string): Promise<void> =>
      early.delete(id) ? Promise.resolve() : new Promise((resolve) => waiting.set(id, resolve)),
    /** How often each send was taken since this was last asked. */
    async takeCounts(): Promise<Map<string, number>> {
      const { counts } = await ask<{ counts: [string, number][] }>({ takeCounts: true });
      early.clear();
      return new Map(counts);
    },
    stop: () => void standIn.disconnect(),
  };
}
