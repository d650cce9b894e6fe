import { StoreMisuse, type Unit } from './scope.ts';
import type { Listener } from '../store.ts';

/** PostgreSQL refuses 8,000 bytes and more. */
const MAX_PAYLOAD_BYTES = 7_900;

/**
 * Notes what a unit tells after its commit; the same twice is told once, as PostgreSQL does.
 * @throws StoreMisuse when PostgreSQL would refuse it, on SQLite too, so that tests see it.
 */
export function addNote(unit: Unit, channel: string, payload: string): void {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(channel)) throw new StoreMisuse(`not a channel name: ${channel}`);
  if (payload === '') throw new StoreMisuse('an empty payload is kept for "look for yourself"');
  if (Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES) throw new StoreMisuse('the payload is too long');
  if (!unit.notes.some((note) => note[0] === channel && note[1] === payload))
    unit.notes.push([channel, payload]);
}

/** Who listens to what in this process. */
export class Channels {
  readonly #listeners = new Map<string, Set<Listener>>();

  get names(): string[] {
    return [...this.#listeners.keys()];
  }

  /** @returns whether the channel is new here */
  add(channel: string, listener: Listener): boolean {
    const there = this.#listeners.get(channel);
    if (there) there.add(listener);
    else this.#listeners.set(channel, new Set([listener]));
    return !there;
  }

  /** @returns whether nobody listens to the channel any more */
  remove(channel: string, listener: Listener): boolean {
    const there = this.#listeners.get(channel);
    there?.delete(listener);
    return there?.size === 0 && this.#listeners.delete(channel);
  }

  /** A listener that throws is reported as a process warning and keeps nobody else from hearing. */
  deliver(channel: string, payload: string): void {
    for (const listener of Array.from(this.#listeners.get(channel) ?? [])) {
      try {
        listener(payload);
      } catch (error) {
        process.emitWarning(error instanceof Error ? error : String(error));
      }
    }
  }

  deliverToAll(payload: string): void {
    for (const channel of this.names) this.deliver(channel, payload);
  }
}
