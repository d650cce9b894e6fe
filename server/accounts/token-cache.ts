/** Never more than this many mailboxes' tokens lie in memory; the others are opened from the database. */
const capacity = 5_000;

export type CachedToken = { token: string; until: number; tokenVersion: number };

/** Access tokens in memory, by mailbox; the one set longest ago goes first. */
export class TokenCache {
  readonly #tokens = new Map<string, CachedToken>();

  get(mailboxId: string): CachedToken | undefined {
    return this.#tokens.get(mailboxId);
  }

  set(mailboxId: string, token: CachedToken): void {
    this.#tokens.delete(mailboxId);
    this.#tokens.set(mailboxId, token);
    if (this.#tokens.size > capacity) this.#tokens.delete(this.#tokens.keys().next().value!);
  }

  delete(mailboxId: string): void {
    this.#tokens.delete(mailboxId);
  }
}
