import type { ErrorCode } from '../api/error.ts';

/** Codes a message can fail with beside the server's: our own side could not reach it, or refused the sender. */
export type FailureCode = ErrorCode | 'offline' | 'signed_out' | 'refused' | 'outdated';

/** Expected refusals are values: what happened, what did not, and what to do, as a sentence for a person. */
export type Failure = { code: FailureCode; message: string };
export type Outcome<Value> = { ok: true; value: Value } | { ok: false; error: Failure };

export const succeed = <Value>(value: Value): Outcome<Value> => ({ ok: true, value });
export const fail = (code: FailureCode, message: string): Outcome<never> => ({
  ok: false,
  error: { code, message },
});

/** After these the server may have done it all the same; only asking again under the same key is safe. */
const unclear: readonly FailureCode[] = ['offline', 'internal', 'unavailable', 'provider_unreachable'];
/** Given before the server looks at a key: nothing about what it did with an earlier try. */
const beforeTheKey: readonly FailureCode[] = [
  'rate_limited',
  'unauthenticated',
  'signed_out',
  'refused',
  'outdated',
];

/** True when nobody knows whether what was asked for was done. */
export const isUnclear = (code: FailureCode): boolean => unclear.includes(code);

/** True when the answer is the server's last word on the key: it did nothing under it, and won't. */
export const settlesKey = (code: FailureCode): boolean => !isUnclear(code) && !beforeTheKey.includes(code);
