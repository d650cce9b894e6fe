import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Runs two acts at once. Which of them is begun first, and how many turns of the event loop before the other, changes
 * from round to round. Resolves with both answers.
 */
export async function race<A, B>(round: number, a: () => Promise<A>, b: () => Promise<B>): Promise<[A, B]> {
  const ahead = Math.floor(round / 2) % 4;
  const later = async <Value>(act: () => Promise<Value>): Promise<Value> => {
    for (let turn = 0; turn < ahead; turn += 1) await nextTurn();
    return act();
  };
  if (round % 2 === 0) return Promise.all([a(), later(b)]);
  const first = b();
  return Promise.all([later(a), first]);
}
