/** Resolves what `find` returns once it returns something, looking again every 30 ms; null after `patienceMs`. */
export async function waitFor<Found>(find: () => Found | null, patienceMs = 3000): Promise<Found | null> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const found = find();
    if (found !== null || Date.now() > deadline) return found;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
