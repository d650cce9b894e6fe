import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FromGoogle, Questions } from './google-messages.ts';

const child = fileURLToPath(new URL('google-child.ts', import.meta.url));

export type GoogleProcess = Awaited<ReturnType<typeof startGoogleProcess>>;

/** Starts the stand-in beside us. */
export async function startGoogleProcess() {
  const standIn = fork(child);
  const waiting = new Map<number, (answer: never) => void>();
  let asked = 0;

  const [{ url, clientId, clientSecret }] = (await once(standIn, 'message')) as [
    { url: string; clientId: string; clientSecret: string },
  ];
  standIn.on('message', (message: FromGoogle) => {
    if (!('n' in message)) return;
    waiting.get(message.n)?.(message.answer as never);
    waiting.delete(message.n);
  });
  standIn.once('exit', (code) => {
    if (code !== 0)
      throw new Error(`The stand-in ended with ${code}: without its record nothing can be judged.`);
  });

  const ask = <K extends keyof Questions>(kind: K, question: Questions[K]['ask']) =>
    new Promise<Questions[K]['answer']>((resolve) => {
      asked += 1;
      waiting.set(asked, resolve);
      standIn.send({ n: asked, kind, ask: question });
    });

  return {
    ...{ url, clientId, clientSecret, ask },
    pid: standIn.pid!,
    signal: (signal: NodeJS.Signals) => standIn.kill(signal),
    stop: () => standIn.disconnect(),
  };
}
