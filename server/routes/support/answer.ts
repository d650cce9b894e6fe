import { errorStatus, type ErrorCode } from '../../../shared/api/error.ts';
import { isRefusal, type Refusal } from '../../refusal.ts';

/** An expected refusal on its way out; the app turns it into the error body, in one place. */
export class RefusedRequest extends Error {
  readonly code: ErrorCode;
  constructor({ refused, message }: Refusal) {
    super(message);
    this.name = 'RefusedRequest';
    this.code = refused;
  }
}

/** A verb's value, or its refusal thrown towards the app's one error mapping. */
export function orRefuse<Value>(result: Value | Refusal): Value {
  if (isRefusal(result)) throw new RefusedRequest(result);
  return result;
}

/** The error body of design.md, and its status. */
export const errorBody = (code: ErrorCode, message: string, requestId: string) => ({
  status: errorStatus[code],
  body: { error: { code, message, requestId } },
});
