/** Runs two acts at once; which of them is begun first changes from round to round. Resolves with both answers. */
export async function race<A, B>(round: number, a: () => Promise<A>, b: () => Promise<B>): Promise<[A, B]> {
  if (round % 2 === 0) return Promise.all([a(), b()]);
  const second = b();
  return Promise.all([a(), second]);
}
