import { setTimeout as pause } from 'node:timers/promises';
import { readConfig } from '../server/config.ts';
import { createLog } from '../server/log.ts';
import { startServer } from '../server/start-server.ts';
import { openClockFile } from './system/clock-file.ts';
import { sendPath } from './system/send-path.ts';
import type { FromServer, Start, ToServer } from './system/server-messages.ts';

/**
 * The whole server as `npm start` runs it, under a clock that can be moved. It is built with all its libraries into one
 * file, is loaded ahead of time and starts when it is told to, so that a killed server is replaced within moments.
 */
const tell = (message: FromServer): void => void process.send?.(message);
let sendsToLive: number | null = null;
let close = (): Promise<void> => Promise.resolve();

// Beyond RLIMIT_FSIZE a write then fails (EFBIG), as on a full disk, instead of ending the process.
process.on('SIGXFSZ', () => {});
process.on('unhandledRejection', (fault) => tell({ unnoticed: describe(fault) }));
process.once('disconnect', () => process.exit(0));
process.on('message', (message: ToServer) => {
  if ('start' in message) void start(message.start);
  else if ('dieAtSend' in message) sendsToLive = message.dieAtSend;
  else void close().then(() => process.exit(0));
});
tell({ loaded: true });

async function start({ env, clockFile }: Start): Promise<void> {
  const offset = openClockFile(clockFile);
  markRequests(env.GOOGLE_BASE_URL ?? '');
  try {
    const server = await startServer(readConfig(env), createLog('warn'), () => Date.now() + offset(), {
      longestSleepMs: 200,
      sendTimeoutMs: 1_000,
    });
    close = () => server.close();
    tell({ ready: { port: server.port } });
    wakeAfterJumps(offset, () => server.dispatcher.wake());
  } catch (fault) {
    tell({ failed: describe(fault) });
    // The message is on its way through a pipe that ends with the process.
    await pause(20);
    process.exit(1);
  }
}

/** Timers run on real time: after a jump the dispatcher would sleep on, as it never does when time passes by itself. */
function wakeAfterJumps(offset: () => number, wake: () => void): void {
  let last = offset();
  setInterval(() => {
    const now = offset();
    if (now !== last) wake();
    last = now;
  }, 20).unref();
}

/** Says in each request to the stand-in which process it comes from, and dies before a send when that was asked for. */
function markRequests(google: string): void {
  const plain = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    if (input instanceof Request || !String(input).startsWith(google)) return plain(input, init);
    const url = new URL(input);
    url.searchParams.set('process', String(process.pid));
    if (url.pathname.endsWith(sendPath) && sendsToLive !== null && --sendsToLive <= 0) {
      process.kill(process.pid, 'SIGKILL');
    }
    return plain(url, init);
  };
}

const describe = (fault: unknown): string =>
  fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
