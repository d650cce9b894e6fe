/** A part of an answer that a mask asks for: whole, or of it only these parts. */
type Mask = Map<string, Mask | null>;

/**
 * Cuts an answer down to a field mask (`fields=id,payload/headers`), as far as Behalf uses them: names, and `/` into
 * objects. https://developers.google.com/workspace/gmail/api/guides/performance#partial-response
 */
export function cutToFields(answer: unknown, fields: string | null): unknown {
  if (fields === null) return answer;
  const mask: Mask = new Map();
  for (const path of fields.split(',')) addPath(mask, path.split('/'));
  return pick(answer, mask);
}

function addPath(mask: Mask, [name = '', ...rest]: string[]): void {
  if (rest.length === 0) return void mask.set(name, null);
  const inner = mask.get(name) ?? new Map<string, null>();
  mask.set(name, inner);
  addPath(inner, rest);
}

function pick(value: unknown, mask: Mask | null): unknown {
  if (mask === null || typeof value !== 'object' || value === null) return value;
  // A mask goes through lists: it is about each of their items.
  if (Array.isArray(value)) return value.map((item) => pick(item, mask));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) =>
      mask.has(name) ? [[name, pick(part, mask.get(name) ?? null)]] : [],
    ),
  );
}
