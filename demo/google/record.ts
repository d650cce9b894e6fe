import type { Reply } from './errors.ts';
import type { SendSummary } from './outgoing.ts';

/** One request as it was answered. */
export type RecordEntry = {
  seq: number;
  /** Milliseconds since the epoch. */
  at: number;
  method: string;
  path: string;
  /** The query without codes, tokens, states and nonces; a parameter given several times has its values joined by commas. */
  query: Record<string, string>;
  /** Whose token it was, if it was anybody's. */
  email?: string;
  /** The scope that opened the method. */
  scope?: string;
  /** 0 where the connection was cut before an answer. */
  status: number;
  /** How long it took, in milliseconds. */
  ms: number;
  /** The fault that was injected. */
  fault?: string;
  /** Only for sends. */
  send?: SendSummary;
  /** Whether Gmail took the send: true also where the answer never arrived. */
  accepted?: boolean;
  /** Gmail's ids of an accepted send and its thread. */
  messageId?: string;
  threadId?: string;
  /** The messages that a listing, of messages or of what was added to them, gave the ids of. */
  listed?: string[];
};

/** Parameters that no log may hold. */
const secrets = new Set([
  'access_token',
  'code',
  'code_challenge',
  'code_verifier',
  'client_secret',
  'id_token_hint',
  'key',
  'nonce',
  'refresh_token',
  'state',
  'token',
]);

/** A query for the record. */
export function publicQuery(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    [...query.keys()].map((name) => [name, secrets.has(name) ? '…' : query.getAll(name).join(',')]),
  );
}

/** What a listing gave away, for the record. */
export function listedIds(path: string, { status, body }: Reply): { listed?: string[] } {
  if (status !== 200 || !/\/users\/[^/]+\/(history|messages)$/.test(path)) return {};
  const { history, messages } = JSON.parse(body) as {
    history?: { messagesAdded?: { message: { id: string } }[] }[];
    messages?: { id: string }[];
  };
  const added = history?.flatMap(({ messagesAdded }) => messagesAdded ?? []).map(({ message }) => message);
  return { listed: (added ?? messages ?? []).map(({ id }) => id) };
}

/** Every request since the start, oldest first. Beyond `limit` the oldest are forgotten (and counted). */
export class RequestRecord {
  readonly #limit: number;
  #entries: RecordEntry[] = [];
  #nextSeq = 1;
  #forgotten = 0;
  readonly #acceptedByMark = new Map<string, number>();

  constructor(limit = 200_000) {
    this.#limit = limit;
  }

  add(entry: Omit<RecordEntry, 'seq'>): void {
    this.#entries.push({ seq: this.#nextSeq++, ...entry });
    const mark = entry.accepted === true ? entry.send?.behalfId : undefined;
    if (mark !== undefined) this.#acceptedByMark.set(mark, (this.#acceptedByMark.get(mark) ?? 0) + 1);
    if (this.#entries.length > this.#limit * 1.25) {
      const extra = this.#entries.length - this.#limit;
      this.#entries = this.#entries.slice(extra);
      this.#forgotten += extra;
    }
  }

  /** The entries after a sequence number. */
  since(seq = 0): RecordEntry[] {
    return this.#entries.filter((entry) => entry.seq > seq);
  }

  /** All calls of `users.messages.send`, answered or not. */
  sends(): RecordEntry[] {
    return this.#entries.filter((entry) => entry.send !== undefined);
  }

  /** How often each `X-Behalf-Id` was accepted. Counts everything since the start, whatever was forgotten. */
  acceptedByBehalfId(): ReadonlyMap<string, number> {
    return this.#acceptedByMark;
  }

  /** The sequence number of the latest entry. */
  get last(): number {
    return this.#nextSeq - 1;
  }

  get forgotten(): number {
    return this.#forgotten;
  }

  clear(): void {
    this.#entries = [];
    this.#forgotten = 0;
    this.#acceptedByMark.clear();
  }
}
