/** How far a run is: emails that were taken, and kills. Neither runs ahead of the other. */
export class Tickets {
  readonly #sends: number;
  readonly #kills: number;
  #taken = 0;
  #out = 0;
  #killed = 0;
  #waiting: (() => void)[] = [];

  constructor({ sends, kills }: { sends: number; kills: number }) {
    this.#sends = sends;
    this.#kills = kills;
  }

  get taken(): number {
    return this.#taken;
  }

  get killed(): number {
    return this.#killed;
  }

  get isOver(): boolean {
    return this.#taken === this.#sends && this.#killed === this.#kills;
  }

  /** Leave to submit so many more emails, or fewer; 0 when there are enough. What is given is used or given back. */
  async take(wanted = 1): Promise<number> {
    while (this.#taken < this.#sends) {
      const free = this.#allowed - this.#taken - this.#out;
      if (free > 0) {
        const given = Math.min(wanted, free);
        this.#out += given;
        return given;
      }
      await this.#change();
    }
    return 0;
  }

  use(given = 1): void {
    this.#out -= given;
    this.#taken += given;
    this.#tell();
  }

  giveBack(given = 1): void {
    this.#out -= given;
    this.#tell();
  }

  noteKill(): void {
    this.#killed += 1;
    this.#tell();
  }

  /** Resolves when so many emails were taken, or all. */
  async reached(taken: number): Promise<void> {
    while (this.#taken < Math.min(taken, this.#sends)) await this.#change();
  }

  /** The share of all sends that each kill is due after. */
  get perKill(): number {
    return this.#sends / Math.max(1, this.#kills);
  }

  get #allowed(): number {
    return Math.min(this.#sends, Math.ceil((this.#killed + 1) * this.perKill));
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #tell(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
