import pg from 'pg';
import type { Listener } from '../store.ts';
import { Channels } from './channels.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
/** A connection that a firewall forgot is only noticed by using it. */
const PING_EVERY_MS = 30_000;

/**
 * One connection that listens, made when the first listener comes and made anew whenever it breaks. After each
 * connecting every listener is called with an empty payload, because what was said in between is lost.
 */
export class PostgresListener {
  readonly #config: pg.ClientConfig;
  readonly #channels = new Channels();
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #pause = FIRST_PAUSE_MS;
  #started = false;
  #closed = false;

  constructor(config: pg.ClientConfig) {
    this.#config = config;
  }

  listen(channel: string, listener: Listener): () => void {
    const mine: Listener = (payload) => listener(payload);
    if (this.#channels.add(channel, mine)) void this.#subscribe(channel);
    return () => {
      if (this.#channels.remove(channel, mine)) this.#send(`unlisten "${channel}"`);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => {});
  }

  async #subscribe(channel: string): Promise<void> {
    if (!this.#started) {
      this.#started = true;
      await this.#connect();
    } else if (this.#client && (await this.#send(`listen "${channel}"`))) this.#channels.deliver(channel, '');
  }

  async #connect(): Promise<void> {
    if (this.#closed) return;
    const client = new pg.Client(this.#config);
    let lost = false;
    const lose = (): void => {
      if (lost) return;
      lost = true;
      this.#retryLater(client);
    };
    client.on('error', lose);
    client.on('end', lose);
    client.on('notification', ({ channel, payload }) => this.#channels.deliver(channel, payload ?? ''));
    try {
      await client.connect();
      const names = this.#channels.names;
      for (const channel of names) await client.query(`listen "${channel}"`);
      if (this.#closed) return void (await client.end());
      this.#client = client;
      this.#pause = FIRST_PAUSE_MS;
      this.#pingLater(client);
      // Whoever came while this was connecting is not subscribed yet.
      const late = this.#channels.names.filter((channel) => !names.includes(channel));
      for (const channel of late) await client.query(`listen "${channel}"`);
      this.#channels.deliverToAll('');
    } catch {
      lose();
    }
  }

  #retryLater(client: pg.Client): void {
    if (this.#client === client) this.#client = undefined;
    client.end().catch(() => {});
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(), this.#pause * (0.5 + Math.random() / 2));
    this.#timer.unref();
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
  }

  #pingLater(client: pg.Client): void {
    this.#timer = setTimeout(() => {
      void this.#send('select 1').then((alive) => {
        if (alive && this.#client === client) this.#pingLater(client);
      });
    }, PING_EVERY_MS);
    this.#timer.unref();
  }

  /** @returns whether it worked; when it didn't, the connection is given up and made anew */
  async #send(statement: string): Promise<boolean> {
    const client = this.#client;
    if (!client) return false;
    try {
      await client.query(statement);
      return true;
    } catch {
      client.emit('error', new Error('the listening connection does not answer'));
      return false;
    }
  }
}
