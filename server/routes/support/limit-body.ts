import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { refuse } from '../../refusal.ts';
import { RefusedRequest } from './answer.ts';
import type { AppEnv } from './env.ts';

const kiB = 1024;
/** The largest body of an email, of a template and its rows, or of a list of addresses; their parts have limits of their own. */
export const emailBytes = 1024 * kiB;
/** The largest body of anything else: terms with two hundred of the longest domain names fit. */
export const ordinaryBytes = 64 * kiB;

/**
 * Refuses larger bodies, before they are in memory where their length is announced. It stands behind the session and
 * the rate limits, so that nobody can have us keep a body for them whom we would not listen to.
 */
export function limitBody(mostBytes: number) {
  const tooLarge = (): never => {
    throw new RefusedRequest(
      refuse('too_large', `The request is larger than ${mostBytes / kiB} KiB. Nothing was changed.`),
    );
  };
  const limitStream = bodyLimit({ maxSize: mostBytes, onError: tooLarge });
  return createMiddleware<AppEnv>((c, next) => {
    const announced = c.req.header('content-length');
    if (announced === undefined || c.req.header('transfer-encoding') !== undefined)
      return limitStream(c, next);
    // Looking at the body would make a stream of it, which costs more than the rest of a request.
    return Number(announced) <= mostBytes ? next() : tooLarge();
  });
}
