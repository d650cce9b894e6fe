import { z } from 'zod';
import { LiveEvent } from '../../../shared/api/events.ts';
import type { Outcome } from '../../../shared/messages/outcome.ts';
import type { Credential } from '../session/tokens.ts';

const Frame = z.union([
  z.object({ type: z.literal('ready'), cursor: z.string() }),
  z.object({ type: z.literal('event'), event: LiveEvent }),
]);

type Parts = {
  open(url: string): WebSocket;
  credential(): Promise<Outcome<Credential>>;
  cursor(): Promise<string | undefined>;
  wait(milliseconds: number): Promise<void>;
  repeat(milliseconds: number, act: () => void): () => void;
  /**
   * Also catches up by polling: a token that died is renewed on that way. `again` after a gap, in which what is told only
   * to those who are there may have been missed.
   */
  onReady(again: boolean): void;
  onEvent(event: LiveEvent): void;
};

// Only a message keeps the worker alive; protocol pings do not, and it is stopped after 30 s of silence.
const pingMs = 20_000;
const longestPauseMs = 60_000;

/** The accelerator while a surface is on screen: events at once instead of within a minute. */
export function createSocket({ open, credential, cursor, wait, repeat, onReady, onEvent }: Parts) {
  // Each start has its own number: an older run that comes back from waiting sees that it is over.
  let run = 0;
  let readyRun: number | undefined;
  let socket: WebSocket | undefined;

  const connectOnce = async (mine: number): Promise<boolean> => {
    const current = await credential();
    if (!current.ok || mine !== run) return false;
    const { token, serverUrl } = current.value;
    const from = await cursor();
    if (mine !== run) return false;
    return new Promise((resolve) => {
      let ready = false;
      const opened = open(`${serverUrl.replace(/^http/, 'ws')}/v1/events`);
      socket = opened;
      const stopPings = repeat(pingMs, () => {
        if (opened.readyState === 1) opened.send('ping');
      });
      opened.onopen = () =>
        opened.send(JSON.stringify(from === undefined ? { token } : { token, cursor: from }));
      opened.onmessage = ({ data }) => {
        const frame = Frame.safeParse(parse(data));
        if (!frame.success || mine !== run) return;
        if (frame.data.type === 'event') return onEvent(frame.data.event);
        ready = true;
        onReady(readyRun === mine);
        readyRun = mine;
      };
      opened.onclose = () => {
        stopPings();
        resolve(ready);
      };
    });
  };
  const keepConnected = async (mine: number) => {
    let pause = 1_000;
    while (mine === run) {
      const wasReady = await connectOnce(mine).catch(() => false);
      if (mine !== run) return;
      pause = wasReady ? 1_000 : Math.min(pause * 2, longestPauseMs);
      await wait(pause);
    }
  };
  return {
    start: (): void => {
      run += 1;
      socket?.close();
      void keepConnected(run);
    },
    stop: (): void => {
      run += 1;
      socket?.close();
      socket = undefined;
    },
  };
}

const parse = (data: unknown): unknown => {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
};
