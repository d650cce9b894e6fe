import { createMiddleware } from 'hono/factory';
import { authenticate } from '../../accounts/sessions/index.ts';
import { refuse } from '../../refusal.ts';
import { RefusedRequest } from './answer.ts';
import { askingOf } from './asking.ts';
import { bearerToken } from './bearer-token.ts';
import type { AppEnv } from './env.ts';

/**
 * Lets only a live session through (RFC 6750 §2.1). Read from the database each time, so that a frozen member is out
 * at once. The `Origin` header plays no part in it: anybody can send one.
 */
export const requireSession = createMiddleware<AppEnv>(async (c, next) => {
  const token = bearerToken(c);
  const { store, clock, tracker, config } = c.var.deps;
  const session = token ? await authenticate(store.read, token, clock()) : null;
  if (token) c.var.limits.learn(token, session?.memberId ?? null);
  if (!session) {
    c.header('WWW-Authenticate', 'Bearer');
    throw new RefusedRequest(
      refuse('unauthenticated', 'You are signed out. Sign in again; nothing was changed.'),
    );
  }
  c.set('session', session);
  tracker.notice(session.memberId, askingOf(c, config.trustedProxyHops));
  await next();
});
