import Database from 'better-sqlite3';
import pg from 'pg';

/**
 * Loaded into a server's process before anything else (`--import tsx --import …`): counts what it asks of its database,
 * and says so on SIGUSR2. Not for runs that are timed.
 */
const counts = { statements: 0, commits: 0, claims: 0, empty: 0 };

function count(text: string): void {
  counts.statements += 1;
  if (/(^|; )commit$/i.test(text)) counts.commits += 1;
  // A claim looks for due mailboxes, and leases sends if there are any.
  if (/"mailboxes"."next_due_at" <= .*"mailboxes"."rests_until" <= /s.test(text)) {
    counts.claims += 1;
    counts.empty += 1;
  }
  if (/^update "sends" set .*"epoch" = "sends"."epoch" \+ 1/.test(text)) counts.empty -= 1;
}

type Method = (...values: unknown[]) => unknown;

function wrap(target: object, name: string, before: (self: unknown, values: unknown[]) => void): void {
  const methods = target as Record<string, Method>;
  const real = methods[name]!;
  methods[name] = function wrapped(this: unknown, ...values: unknown[]) {
    before(this, values);
    return real.apply(this, values);
  };
}

wrap(pg.Client.prototype, 'query', (_, [statement]) =>
  count(typeof statement === 'string' ? statement : ((statement as { text?: string }).text ?? '')),
);
const sqlite = new Database(':memory:');
const prepared = Object.getPrototypeOf(sqlite.prepare('select 1')) as object;
sqlite.close();
for (const name of ['all', 'get', 'run'])
  wrap(prepared, name, (statement) => count((statement as Database.Statement).source));
wrap(Database.prototype, 'exec', (_, [text]) => count(String(text)));

process.on('SIGUSR2', () => process.stderr.write(`counted ${JSON.stringify(counts)}\n`));
