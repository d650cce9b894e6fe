/** A stored row; emulate adds its own fields. */
export type Row = { id: number; [field: string]: unknown };

/** One message as emulate keeps it: the fields that the stand-in reads. */
export type StoredMessage = Row & {
  gmail_id: string;
  thread_id: string;
  user_email: string;
  history_id: string;
  internal_date: string;
  raw: string;
  label_ids: string[];
  snippet: string;
  message_id: string;
  references: string | null;
};

/** Most keys have one row; a Map for each of them would be most of the memory. */
type Index = Map<string, Row | Map<number, Row>>;

/**
 * The collection that emulate's Google routes expect from their host (`insert`, `findBy`, …). emulate's own
 * class keeps ids in its indexes and looks each one up again at every read; this one keeps the rows.
 */
export class Collection {
  readonly #rows = new Map<number, Row>();
  readonly #indexes = new Map<string, Index>();
  readonly #onChange: (before: Row | undefined, after: Row | undefined) => void;
  #nextId = 1;

  constructor(fields: string[], onChange: (before: Row | undefined, after: Row | undefined) => void) {
    for (const field of fields) this.#indexes.set(field, new Map());
    this.#onChange = onChange;
  }

  insert(data: Record<string, unknown>): Row {
    const now = new Date().toISOString();
    const row: Row = { ...data, id: this.#nextId++, created_at: now, updated_at: now };
    this.#put(row);
    this.#onChange(undefined, row);
    return row;
  }

  update(id: number, data: Record<string, unknown>): Row | undefined {
    const before = this.#rows.get(id);
    if (before === undefined) return undefined;
    const after: Row = { ...before, ...data, id, updated_at: new Date().toISOString() };
    this.#remove(before);
    this.#put(after);
    this.#onChange(before, after);
    return after;
  }

  delete(id: number): boolean {
    const row = this.#rows.get(id);
    if (row === undefined) return false;
    this.#remove(row);
    this.#onChange(row, undefined);
    return true;
  }

  get(id: number): Row | undefined {
    return this.#rows.get(id);
  }

  findBy(field: string, value: unknown): Row[] {
    const index = this.#indexes.get(field);
    if (index === undefined) return this.all().filter((row) => row[field] === value);
    const found = index.get(String(value));
    if (found === undefined) return [];
    return found instanceof Map ? [...found.values()] : [found];
  }

  findOneBy(field: string, value: unknown): Row | undefined {
    return this.findBy(field, value)[0];
  }

  countBy(field: string, value: unknown): number {
    const found = this.#indexes.get(field)?.get(String(value));
    return found instanceof Map ? found.size : found === undefined ? 0 : 1;
  }

  all(): Row[] {
    return [...this.#rows.values()];
  }

  #put(row: Row): void {
    this.#rows.set(row.id, row);
    for (const [field, index] of this.#indexes) {
      const key = String(row[field]);
      const found = index.get(key);
      if (found === undefined) index.set(key, row);
      else if (found instanceof Map) found.set(row.id, row);
      else index.set(key, new Map([found, row].map((one) => [one.id, one])));
    }
  }

  #remove(row: Row): void {
    this.#rows.delete(row.id);
    for (const [field, index] of this.#indexes) {
      const key = String(row[field]);
      const found = index.get(key);
      if (found instanceof Map) found.delete(row.id);
      else index.delete(key);
    }
  }
}

/** The store that emulate's routes are registered on, with the two sums that `users.getProfile` needs at hand. */
export class Store {
  readonly #collections = new Map<string, Collection>();
  readonly #data = new Map<string, unknown>();
  readonly #threads = new Map<string, Map<string, number>>();
  readonly #histories = new Map<string, string>();
  readonly #oldestHistories = new Map<string, bigint>();

  collection(name: string, fields: string[] = []): Collection {
    let found = this.#collections.get(name);
    if (found === undefined) {
      // Threads are found by Message-ID at every delivery; emulate itself would walk the whole mailbox.
      const indexed = name === 'google.messages' ? [...fields, 'message_id'] : fields;
      found = new Collection(indexed, (before, after) => this.#noteChange(name, before, after));
      this.#collections.set(name, found);
    }
    return found;
  }

  getData(key: string): unknown {
    return this.#data.get(key);
  }

  setData(key: string, value: unknown): void {
    this.#data.set(key, value);
  }

  messagesOf(email: string): StoredMessage[] {
    return this.collection('google.messages').findBy('user_email', email) as StoredMessage[];
  }

  message(gmailId: string): StoredMessage | undefined {
    return this.collection('google.messages').findOneBy('gmail_id', gmailId) as StoredMessage | undefined;
  }

  messagesByMessageId(messageId: string): StoredMessage[] {
    return this.collection('google.messages').findBy('message_id', messageId) as StoredMessage[];
  }

  hasThread(email: string, threadId: string): boolean {
    return this.#threads.get(email)?.has(threadId) ?? false;
  }

  /** Forgets a thread, as when its owner deletes it for good. */
  deleteThread(email: string, threadId: string): void {
    const messages = this.collection('google.messages');
    for (const { id, thread_id } of this.messagesOf(email)) if (thread_id === threadId) messages.delete(id);
  }

  /** What `users.getProfile` tells, without walking the mailbox: the product may ask before every send. */
  sums(email: string): { messages: number; threads: number; historyId: string } {
    return {
      messages: this.collection('google.messages').countBy('user_email', email),
      threads: this.#threads.get(email)?.size ?? 0,
      historyId: this.#histories.get(email) ?? '1',
    };
  }

  /** Forgets the history of a mailbox so far: ids that were given out before are no longer known. */
  expireHistory(email: string): void {
    const { historyId } = this.sums(email);
    this.#oldestHistories.set(email, BigInt(historyId) + 1n);
    // The mailbox moves on, so that an id read from now on is one that is known.
    this.#histories.set(email, String(BigInt(historyId) + 1n));
  }

  /** Whether the history since that id can still be listed. */
  knowsHistory(email: string, historyId: bigint): boolean {
    return historyId >= (this.#oldestHistories.get(email) ?? 0n);
  }

  /** Forgets a mailbox, as when its account is deleted. */
  emptyMailbox(email: string): void {
    for (const name of ['google.messages', 'google.history', 'google.drafts', 'google.attachments']) {
      const rows = this.collection(name);
      for (const row of rows.findBy('user_email', email)) rows.delete(row.id);
    }
  }

  #noteChange(name: string, before: Row | undefined, after: Row | undefined): void {
    if (name === 'google.messages') {
      if (before !== undefined) this.#countThread(before, -1);
      if (after !== undefined) this.#countThread(after, 1);
      if (after !== undefined) this.#histories.set(String(after.user_email), String(after.history_id));
    } else if (name === 'google.history' && after !== undefined) {
      this.#histories.set(String(after.user_email), String(after.gmail_id));
    }
  }

  #countThread(row: Row, by: 1 | -1): void {
    const email = String(row.user_email);
    const threads = this.#threads.get(email) ?? new Map<string, number>();
    this.#threads.set(email, threads);
    const thread = String(row.thread_id);
    const count = (threads.get(thread) ?? 0) + by;
    if (count === 0) threads.delete(thread);
    else threads.set(thread, count);
  }
}
