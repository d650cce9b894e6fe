import { spawn, type ChildProcess } from 'node:child_process';
import { openSync, closeSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));
const patienceMs = 30_000;

export type ServerProcess = {
  /** Ends the process: `SIGTERM` lets it finish what is under way, `SIGKILL` does not. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Resolves when the process ended without `end`. */
  endedByItself: Promise<void>;
};

/**
 * Starts the Behalf server as a process of its own, so that it can be killed like one, and waits until it answers.
 * From its sources, unless a `builtFile` is named.
 *
 * @throws Error with the server's own words when it does not start
 */
export async function startServerProcess(
  env: Record<string, string>,
  logFile: string,
  builtFile?: string,
): Promise<ServerProcess> {
  const program = builtFile === undefined ? ['--import', 'tsx', 'server/main.ts'] : [builtFile];
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(process.execPath, program, {
    cwd: project,
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  // A parent that ends in the middle of anything must not leave a server behind.
  const killNow = () => void child.kill('SIGKILL');
  process.once('exit', killNow);
  let wanted = false;
  const exit = once(child, 'exit').then(() => void process.off('exit', killNow));
  await untilReady(child, `http://${env.HOST}:${env.PORT}/readyz`, logFile);
  return {
    async end(signal) {
      wanted = true;
      child.kill(signal);
      await exit;
    },
    endedByItself: new Promise((resolve) => void exit.then(() => wanted || resolve())),
  };
}

async function untilReady(child: ChildProcess, url: string, logFile: string): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const ready = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return;
    const ended = child.exitCode !== null || child.signalCode !== null;
    if (ended || Date.now() > deadline) {
      child.kill('SIGKILL');
      // The server says in one sentence why it did not start; a fault in its code takes some lines more.
      const words = readFileSync(logFile, 'utf8').trim().split('\n').slice(-10).join('\n');
      throw new Error(`The Behalf server did not start. It said:\n${words}`);
    }
    await pause(50);
  }
}
