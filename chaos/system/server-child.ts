import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { FromServer, Start, ToServer } from './server-messages.ts';

/** How a process ended, and whether that was by a signal. */
export type End = { code: number | null; signal: NodeJS.Signals | null };

/** One server process: loaded at first, started when told, gone some time. */
export class ServerChild {
  readonly loaded: Promise<void>;
  readonly ended: Promise<End>;
  /** What it wrote to its log lately. */
  said = '';
  readonly #process: ChildProcess;
  #isLoaded: () => void = () => {};
  #isReady: (port: number | null) => void = () => {};
  readonly #onUnnoticed: (what: string) => void;

  constructor(entry: string, hear: { unnoticed(what: string): void; said(line: string): void }) {
    this.#onUnnoticed = hear.unnoticed;
    this.#process = fork(entry, {
      env: { PATH: process.env.PATH, NODE_ENV: 'production' },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.loaded = new Promise((resolve) => (this.#isLoaded = resolve));
    this.ended = once(this.#process, 'exit').then(([code, signal]) => {
      this.#isReady(null);
      return { code, signal } as End;
    });
    this.#process.on('message', (message: FromServer) => this.#hear(message));
    // A channel of a process that was killed breaks; that it ended is told by its exit.
    this.#process.on('error', () => {});
    this.#process.stderr?.on('data', (chunk: Buffer) => {
      this.said = (this.said + chunk.toString()).slice(-20_000);
      hear.said(chunk.toString());
    });
  }

  get pid(): number {
    return this.#process.pid!;
  }

  get isGone(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** Resolves with its port, or with null when it ended instead. */
  async start(start: Start): Promise<number | null> {
    await Promise.race([this.loaded, this.ended]);
    const ready = new Promise<number | null>((resolve) => (this.#isReady = resolve));
    this.tell({ start });
    return this.isGone ? null : ready;
  }

  tell(message: ToServer): void {
    if (this.#process.connected) this.#process.send(message, () => {});
  }

  /** Sends a signal, unless it is gone: its number might be another's by now. */
  signal(signal: NodeJS.Signals): void {
    if (!this.isGone) this.#process.kill(signal);
  }

  #hear(message: FromServer): void {
    if ('loaded' in message) this.#isLoaded();
    else if ('ready' in message) this.#isReady(message.ready.port);
    else if ('failed' in message) this.said += `${message.failed}\n`;
    else this.#onUnnoticed(message.unnoticed);
  }
}
