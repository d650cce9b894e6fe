import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createClockFile, type ClockFile } from './clock-file.ts';
import { ServerChild, type End } from './server-child.ts';

/** A place in which one server runs after the other, each replaced as soon as it is gone. */
export type Slot = {
  readonly name: string;
  readonly clock: ClockFile;
  child: ServerChild | null;
  /** Its address while it answers. */
  url: string | null;
};

export type FleetOptions = { entry: string; env: Record<string, string>; slots: number; folder: string };

/** The servers, and what became of them. One more is always loaded ahead of time, to take the place of the next killed. */
export class Fleet {
  readonly slots: Slot[];
  /** How many were killed (SIGKILL). */
  kills = 0;
  /** From one's end to its successor's first answer, in milliseconds. */
  readonly restartMs: number[] = [];
  /** What must not happen: servers that ended by themselves, and rejections nobody handled. */
  readonly mishaps: string[] = [];
  /** Servers that could not start (the database was away), and were started again. */
  failedStarts = 0;
  readonly #options: FleetOptions;
  readonly #running: Promise<void>[] = [];
  #spare: ServerChild;
  #closing = false;
  #turn = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#spare = this.#load();
    this.slots = Array.from({ length: options.slots }, (_, i) => {
      const name = `server-${i}`;
      return { name, clock: createClockFile(join(options.folder, `${name}.clock`)), child: null, url: null };
    });
  }

  /** Resolves when every server answers. */
  async start(): Promise<void> {
    for (const slot of this.slots) this.#running.push(this.#keep(slot));
    await this.allUp();
  }

  async allUp(): Promise<void> {
    while (this.slots.some(({ url }) => url === null)) await this.#nextUp();
  }

  /** The address of a server that answers, each in turn; waits for one. */
  async address(): Promise<string> {
    for (;;) {
      const up = this.slots.filter(({ url }) => url !== null);
      if (up.length > 0) return up[this.#turn++ % up.length]!.url!;
      await this.#nextUp();
    }
  }

  /** Lets all of them finish, and asks for no more. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const { child } of this.slots) child?.tell({ close: true });
    await Promise.all(this.#running);
    this.#spare.signal('SIGKILL');
    for (const { clock } of this.slots) clock.close();
  }

  async #keep(slot: Slot): Promise<void> {
    for (let died: number | null = null; !this.#closing; died = performance.now()) {
      const child = this.#spare;
      this.#spare = this.#load();
      slot.child = child;
      const port = await child.start({ env: this.#options.env, clockFile: slot.clock.path });
      if (port !== null) {
        slot.url = `http://127.0.0.1:${port}`;
        for (const resolve of this.#waiting.splice(0)) resolve();
        if (died !== null) this.restartMs.push(performance.now() - died);
      }
      const end = await child.ended;
      slot.url = null;
      slot.child = null;
      await this.#note(slot, child, { end, started: port !== null });
    }
  }

  async #note(slot: Slot, child: ServerChild, { end, started }: { end: End; started: boolean }) {
    if (end.signal === 'SIGKILL') this.kills += 1;
    else if (!started) {
      this.failedStarts += 1;
      if (this.failedStarts > 500) throw new Error(`The servers do not start: ${child.said}`);
      await pause(50);
    } else if (!this.#closing || end.code !== 0) {
      const how = end.signal ?? `code ${end.code}`;
      this.mishaps.push(`${slot.name} ended by itself (${how}). It had said: ${child.said.slice(-2_000)}`);
    }
  }

  #nextUp(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #load(): ServerChild {
    const { entry, folder } = this.#options;
    return new ServerChild(entry, {
      unnoticed: (what) => this.mishaps.push(`Nobody handled: ${what}`),
      said: (line) => appendFileSync(join(folder, 'servers.log'), line),
    });
  }
}
