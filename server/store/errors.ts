/** The database can't be used as it is; the message is a sentence for the operator and holds no secret. */
export class StoreUnusable extends Error {
  override name = 'StoreUnusable';
}

/** Codes by which the engines say that a key exists already: PostgreSQL's, then SQLite's. */
const UNIQUE = new Set([
  '23505',
  'SQLITE_CONSTRAINT_UNIQUE',
  'SQLITE_CONSTRAINT_PRIMARYKEY',
  'SQLITE_CONSTRAINT_ROWID',
]);

/** PostgreSQL rolled the transaction back and says that it may be run again: serialisation failure, deadlock. */
const RETRIABLE = new Set(['40001', '40P01']);

const UNAVAILABLE =
  /^(?:SQLITE_(?:BUSY|LOCKED|FULL|IOERR|CANTOPEN|NOTADB|CORRUPT|PROTOCOL)|08|53|57P|57014|58|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT)/;

/** What pg says without a code when a connection broke or none came free. */
const UNAVAILABLE_MESSAGE =
  /connection terminated|timeout exceeded when trying to connect|timeout expired|query read timeout|connection is not queryable|client has encountered a connection error|client was closed/i;

interface DatabaseError extends Error {
  code?: unknown;
  table?: unknown;
  constraint?: unknown;
  detail?: unknown;
}

/** The error and everything it was caused by, outermost first. */
function* causes(error: unknown): Generator<DatabaseError> {
  for (let e = error, depth = 0; e instanceof Error && depth < 8; e = e.cause, depth += 1) yield e;
}

const hasCode = (error: unknown, matches: (code: string) => boolean): boolean =>
  [...causes(error)].some((e) => typeof e.code === 'string' && matches(e.code));

/**
 * Whether a write failed because a row with that key exists already.
 * @param hint a table (`members`), one of its columns (`members.email`), or the name of an index over expressions:
 *   the violation must be of that. SQLite doesn't tell the names of ordinary indexes.
 */
export function isUniqueViolation(error: unknown, hint?: string): boolean {
  const violation = [...causes(error)].find((e) => typeof e.code === 'string' && UNIQUE.has(e.code));
  return violation !== undefined && (hint === undefined || violated(violation).has(hint));
}

/** Whether the database could not be used just now (gone, full, shutting down, overloaded): trying later may help. */
export function isUnavailable(error: unknown): boolean {
  return (
    hasCode(error, (code) => UNAVAILABLE.test(code)) ||
    [...causes(error)].some((e) => UNAVAILABLE_MESSAGE.test(e.message))
  );
}

/** Whether PostgreSQL rolled back only because of what ran beside it. */
export const isRetriable = (error: unknown): boolean => hasCode(error, (code) => RETRIABLE.has(code));

function violated({ message, table, constraint, detail }: DatabaseError): Set<string> {
  const names = new Set<string>();
  if (typeof constraint === 'string') names.add(constraint);
  if (typeof table === 'string') {
    names.add(table);
    for (const column of columnsIn(detail)) names.add(`${table}.${column}`);
  }
  // SQLite: "UNIQUE constraint failed: members.iss, members.sub", or "…: index 'members_lower_email'".
  const [, failed = ''] = message.split('UNIQUE constraint failed: ');
  for (const [, tableName, column] of failed.matchAll(/(\w+)\.(\w+)/g)) {
    names.add(tableName as string).add(`${tableName}.${column}`);
  }
  const index = /index '(.+)'/.exec(failed)?.[1];
  if (index) names.add(index);
  return names;
}

const columnsIn = (detail: unknown): string[] =>
  (/^Key \((.+?)\)/.exec(String(detail))?.[1] ?? '').split(', ').map((column) => column.replaceAll('"', ''));

/**
 * Takes the values out of a PostgreSQL error, in place: they may be tokens or addresses, and errors get logged.
 * "Key (email)=(mia@…) already exists" keeps the columns.
 */
export function dropValues(error: unknown): void {
  if (!(error instanceof Error)) return;
  const e = error as DatabaseError & { where?: unknown };
  if (typeof e.detail === 'string') e.detail = /^Key \(.+?\)(?==)/.exec(e.detail)?.[0];
  delete e.where;
}
