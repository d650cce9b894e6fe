/** Takes one of a key's places; null when all are taken, else the way to give it back (once, however often it is called). */
export type Enter = (key: string) => (() => void) | null;

/** Places of which each key can hold `most` at once. */
export function createPlaces(most: number): Enter {
  const taken = new Map<string, number>();
  return (key) => {
    const now = taken.get(key) ?? 0;
    if (now >= most) return null;
    taken.set(key, now + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const left = taken.get(key)! - 1;
      if (left > 0) taken.set(key, left);
      else taken.delete(key);
    };
  };
}
