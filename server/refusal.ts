import type { ErrorCode } from '../shared/api/error.ts';

/** An expected refusal, returned by a verb and mapped to its HTTP status once, in `routes/`. */
export type Refusal = { refused: ErrorCode; message: string };

/** Refuses with a code of the closed set and a sentence that says what happened, what did not, and what to do. */
export const refuse = (code: ErrorCode, message: string): Refusal => ({ refused: code, message });

/** True when a verb's result is a refusal. */
export const isRefusal = <Value>(result: Value | Refusal): result is Refusal =>
  typeof result === 'object' && result !== null && 'refused' in result;

/** Somebody was stopped while their request was under way. */
export const signedOut = (): Refusal => refuse('unauthenticated', 'You are signed out. Nothing was changed.');

/** Somebody asked for what those who decide in a workspace do. */
export const onlyAdmin = (): Refusal =>
  refuse('forbidden', 'Only an admin can do this. Nothing was changed.');

/** Reads exactly like the answer for an id that never existed, so that ids of others can't be told from none. */
export const notFound = (): Refusal => refuse('not_found', 'There is nothing here by that id.');
