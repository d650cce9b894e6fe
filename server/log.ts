import pino from 'pino';

/** What a log line may carry: ids, states and counts by these names, and nothing else whatever is passed in. */
const allowed = new Set([
  ...[
    'requestId',
    'route',
    'method',
    'status',
    'ms',
    'sendId',
    'grantId',
    'mailboxId',
    'memberId',
    'workspaceId',
  ],
  ...['state', 'code', 'count', 'attempt', 'port', 'url', 'engine', 'version'],
]);

export type LogFields = Record<string, unknown> & { fault?: unknown };
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/**
 * A log of allow-listed fields. Of a fault only its name, its code and where it was thrown are written: messages of
 * libraries may quote addresses, tokens or text.
 */
export function createLog(level: string, destination?: { write(line: string): void }): Log {
  const log = pino({ level, base: null }, destination ?? pino.destination({ dest: 2, sync: true }));
  const at =
    (name: 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}) =>
      log[name](pick(fields), message);
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

function pick({ fault, ...fields }: LogFields): Record<string, unknown> {
  const kept = Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => allowed.has(name) && typeof value !== 'object'),
  );
  return fault === undefined ? kept : { ...kept, fault: describeFault(fault) };
}

function describeFault(fault: unknown): Record<string, unknown> {
  if (!(fault instanceof Error)) return { name: typeof fault };
  const code = (fault as { code?: unknown }).code;
  const frames = (fault.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: fault.name,
    ...(typeof code === 'string' ? { code } : {}),
    at: frames.slice(0, 4).map((line) => line.trim().replace(/\(?(file:\/\/)?\/.*\/(?=[^/]+:\d)/, '(')),
  };
}
