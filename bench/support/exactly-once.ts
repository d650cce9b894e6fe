/** @throws when any of the ids was not taken exactly once, or something else was taken */
export function assertExactlyOnce(ids: readonly string[], counts: ReadonlyMap<string, number>): void {
  const wrong = ids.filter((id) => counts.get(id) !== 1);
  const strangers = [...counts.keys()].filter((id) => !ids.includes(id));
  if (wrong.length > 0 || strangers.length > 0) {
    throw new Error(
      `Of ${ids.length} sends ${wrong.length} were not taken exactly once, and ${strangers.length} others were taken.`,
    );
  }
}
