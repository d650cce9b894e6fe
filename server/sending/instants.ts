/** More than this are not kept; whoever relies on them looks for itself now and then anyway. */
const capacity = 1_000;

/** The instants (epoch ms) at which there is something to do, soonest first. */
export class Instants {
  #sorted: number[] = [];

  get first(): number {
    return this.#sorted[0] ?? Number.POSITIVE_INFINITY;
  }

  add(at: number): void {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]! < at) low = middle + 1;
      else high = middle;
    }
    if (this.#sorted[low] === at) return;
    this.#sorted.splice(low, 0, at);
    if (this.#sorted.length > capacity) this.#sorted.pop();
  }

  /** Drops those that have come. */
  dropUntil(now: number): void {
    const later = this.#sorted.findIndex((at) => at > now);
    this.#sorted = later === -1 ? [] : this.#sorted.slice(later);
  }
}
