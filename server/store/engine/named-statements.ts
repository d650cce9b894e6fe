import type pg from 'pg';

/** PostgreSQL keeps every named statement, in each connection, until the connection ends. */
const MAX_NAMES = 400;
/** Texts used once or twice are not worth keeping. */
const NAMED_FROM_USE = 3;

const names = new Map<string, string>();
const uses = new Map<string, number>();

/**
 * Gives a statement that is used often a name, by which PostgreSQL prepares it once in each connection: parsing and
 * planning cost more than running most of ours. What lists of many lengths make is left without one.
 */
export function named(statement: pg.QueryConfig | string): pg.QueryConfig {
  const config = typeof statement === 'string' ? { text: statement } : statement;
  const name = names.get(config.text) ?? nameFor(config.text);
  return name === undefined ? config : { ...config, name };
}

function nameFor(text: string): string | undefined {
  if (names.size >= MAX_NAMES) return undefined;
  const used = (uses.get(text) ?? 0) + 1;
  if (used < NAMED_FROM_USE) {
    if (uses.size >= MAX_NAMES) uses.clear();
    uses.set(text, used);
    return undefined;
  }
  uses.delete(text);
  const name = `s${names.size}`;
  names.set(text, name);
  return name;
}
