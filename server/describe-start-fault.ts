import { ConfigError } from './config.ts';
import { StoreUnusable } from './store/errors.ts';

/**
 * Why the server did not start, as one sentence. Only sentences of our own are repeated: a library's message may quote
 * an address with a password in it.
 */
export function describeStartFault(fault: unknown): string {
  if (fault instanceof ConfigError || fault instanceof StoreUnusable) return fault.message;
  const { name, code } = fault as { name?: string; code?: string };
  switch (code) {
    case 'EADDRINUSE':
      return 'Its PORT is taken by another program. Stop that one, or set PORT to a free one.';
    case 'EACCES':
      return 'It may not listen on its PORT, or not write to the folder of DATABASE_URL.';
    case 'ECONNREFUSED':
      return 'The PostgreSQL of DATABASE_URL does not answer.';
    default:
      return `${name ?? 'Fault'}${code ? ` (${code})` : ''}.`;
  }
}
