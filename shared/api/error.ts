import { z } from 'zod';

/** The closed set of error codes, and the HTTP status each is answered with. */
export const errorStatus = {
  invalid_request: 400,
  invalid_grant: 400,
  unauthenticated: 401,
  forbidden: 403,
  grant_not_live: 403,
  recipient_not_allowed: 403,
  recipient_suppressed: 403,
  not_found: 404,
  state_moved_on: 409,
  terms_moved_on: 409,
  grant_exists: 409,
  idempotency_conflict: 409,
  mailbox_not_connected: 409,
  too_soon: 409,
  cap_reached: 429,
  rate_limited: 429,
  too_large: 413,
  internal: 500,
  provider_unreachable: 502,
  unavailable: 503,
} as const;
export type ErrorCode = keyof typeof errorStatus;
export const errorCodes = Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]];

/** The body of every response that is not a success. `message` is a sentence for a person. */
export const ErrorBody = z.strictObject({
  error: z.strictObject({ code: z.enum(errorCodes), message: z.string(), requestId: z.string() }),
});
export type ErrorBody = z.infer<typeof ErrorBody>;
