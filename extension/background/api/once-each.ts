/**
 * What was read of a list page by page, each item once: one that moved meanwhile may have been met twice, and stands
 * where and as it was met last.
 */
export function onceEach<Item extends { id: string }>(items: readonly Item[]): Item[] {
  const met = new Map<string, Item>();
  for (const item of items) {
    met.delete(item.id);
    met.set(item.id, item);
  }
  return [...met.values()];
}
