/** Lets work on the same thing go one after the other: a person does one thing at a time with their mailbox. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  take<T>(whose: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(whose) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#last.set(
      whose,
      mine.catch(() => {}),
    );
    return mine;
  }
}
