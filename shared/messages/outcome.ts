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
