import { utcDay } from '../clock.ts';
import { daysLater, localDay } from './plan-hours.ts';
import { dueWithin, type Plan } from './plan-send.ts';

/** When an email goes, and the UTC day whose cap it counts against. */
export type Place = { dueAt: number; usageDay: string };

/** When an email would go if there were no cap, and what its later days depend on. */
export type Wish = Pick<Plan, 'dueAt' | 'zone' | 'hours'>;

/**
 * Finds each of many emails a day that has room under the cap, the first ones first: the day it wants, or one of the
 * following `maxDays` at the same local time, within its hours. `left` says how many each day still has room for. Null
 * for one that finds none. Pure.
 */
export function placeUnderCap(
  wishes: readonly Wish[],
  { left, maxDays }: { left: (usageDay: string) => number; maxDays: number },
): (Place | null)[] {
  const taken = new Map<string, number>();
  const days = new Map<string, Days>();
  return wishes.map((wish) => {
    const key = JSON.stringify([wish.dueAt, wish.zone, wish.hours]);
    const mine = days.get(key) ?? new Days(wish, maxDays);
    days.set(key, mine);
    // Days only fill up, so one that was full stays behind for all who wish the same.
    for (let place = mine.current(); place !== null; place = mine.next()) {
      const used = taken.get(place.usageDay) ?? 0;
      if (used >= left(place.usageDay)) continue;
      taken.set(place.usageDay, used + 1);
      return place;
    }
    return null;
  });
}

/** The days one wish can be fulfilled on, in order. */
class Days {
  readonly #wish: Wish;
  readonly #maxDays: number;
  #day = 0;
  #place: Place | null;

  constructor(wish: Wish, maxDays: number) {
    this.#wish = wish;
    this.#maxDays = maxDays;
    this.#place = { dueAt: wish.dueAt, usageDay: utcDay(wish.dueAt) };
  }

  current(): Place | null {
    return this.#place;
  }

  next(): Place | null {
    const { dueAt: first, zone, hours } = this.#wish;
    this.#place = null;
    while (this.#place === null && this.#day < this.#maxDays) {
      this.#day += 1;
      const same = daysLater(first, zone ?? 'UTC', this.#day);
      const dueAt = dueWithin({ hours, zone }, same);
      // Hours that do not come on this day come on a later one, which has its own turn.
      const isThatDay = dueAt === same || localDay(dueAt, zone ?? 'UTC') === localDay(same, zone ?? 'UTC');
      if (isThatDay) this.#place = { dueAt, usageDay: utcDay(dueAt) };
    }
    return this.#place;
  }
}
