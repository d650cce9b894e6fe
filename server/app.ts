import { OpenAPIHono } from '@hono/zod-openapi';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import { routePath } from 'hono/route';
import { v4 as uuidv4 } from 'uuid';
import { z } from 'zod';
import type { ErrorCode } from '../shared/api/error.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { isUnavailable } from './store/errors.ts';
import { auditRoutes } from './routes/audit.ts';
import { authRoutes } from './routes/auth.ts';
import { batchRoutes } from './routes/batches.ts';
import { eventRoutes } from './routes/events.ts';
import { grantRoutes } from './routes/grants.ts';
import { createLimits } from './routes/limits/limits.ts';
import { limitRequests } from './routes/limits/limit-requests.ts';
import { answerInEmails, inEmailRoutes } from './routes/in-emails.ts';
import { invitationRoutes } from './routes/invitations.ts';
import { mailboxRoutes } from './routes/mailboxes.ts';
import { meRoutes } from './routes/me.ts';
import { operationRoutes } from './routes/operations.ts';
import { pauseRoutes } from './routes/pause.ts';
import { policyRoutes } from './routes/policy.ts';
import { senderRoutes } from './routes/senders.ts';
import { sendRoutes } from './routes/sends.ts';
import { errorBody, RefusedRequest } from './routes/support/answer.ts';
import type { AppDeps, AppEnv } from './routes/support/env.ts';
import { fixedHeaders, noPage } from './routes/support/fixed-headers.ts';
import { describeIssues } from './routes/support/route-kit.ts';
import { statsRoutes } from './routes/stats.ts';
import { suppressionRoutes } from './routes/suppressions.ts';
import { teamRoutes } from './routes/team.ts';
import { unsubscribeRoutes } from './routes/unsubscribe.ts';

/** The whole HTTP interface over its parts; needs no socket, so tests call `app.request()`. */
export function createApp(deps: AppDeps, { log, metrics }: { log: Log; metrics: Metrics }) {
  const app = new OpenAPIHono<AppEnv>();
  const limits = createLimits(deps.clock, deps.config.rateLimitFactor);
  const alike = Object.entries(fixedHeaders(deps.config.publicUrl));

  app.use(async (c, next) => {
    const began = performance.now();
    c.set('deps', deps);
    c.set('limits', limits);
    c.set('requestId', uuidv4());
    c.header('X-Request-Id', c.var.requestId);
    for (const [name, value] of alike) c.header(name, value);
    await next();
    if (!c.res.headers.has('Content-Security-Policy'))
      for (const [name, value] of Object.entries(noPage)) c.header(name, value);
    const route = routePath(c, -1);
    metrics.observe(route, c.req.method, c.res.status, performance.now() - began);
  });
  app.use(
    cors({
      origin: deps.config.extensionIds.map((id) => `chrome-extension://${id}`),
      allowHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key'],
      allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
      exposeHeaders: ['X-Request-Id', 'Retry-After'],
      maxAge: 600,
    }),
  );
  app.use(limitRequests());
  // Hono hands only Errors to `onError`; anything else that was thrown would go past it, values and all.
  app.use((_c, next) =>
    next().catch((thrown: unknown) => {
      throw thrown instanceof Error ? thrown : new Error('Something was thrown that is no error.');
    }),
  );

  const routes = app
    .route('/', operationRoutes)
    .route('/', authRoutes)
    .route('/', inEmailRoutes)
    .route('/', meRoutes)
    .route('/', teamRoutes)
    .route('/', mailboxRoutes)
    .route('/', invitationRoutes)
    .route('/', grantRoutes)
    .route('/', pauseRoutes)
    .route('/', policyRoutes)
    .route('/', senderRoutes)
    .route('/', sendRoutes)
    .route('/', batchRoutes)
    .route('/', statsRoutes)
    .route('/', suppressionRoutes)
    .route('/', unsubscribeRoutes)
    .route('/', auditRoutes)
    .route('/', eventRoutes);

  app.get('/metrics', async (c) =>
    c.text(await metrics.registry.metrics(), 200, { 'Content-Type': metrics.registry.contentType }),
  );
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  let document: string | undefined;
  app.get('/openapi.json', (c) => {
    // Made once: it takes 40 ms, and anybody may ask for it.
    document ??= JSON.stringify(
      app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'Behalf', version: '1' } }),
    );
    return c.body(document, 200, { 'Content-Type': 'application/json' });
  });

  app.notFound((c) => {
    const { status, body } = errorBody(
      'not_found',
      'There is nothing at this address. What there is stands in /openapi.json.',
      c.var.requestId,
    );
    return c.json(body, status);
  });
  const readFault = (fault: unknown, of: { requestId: string; method: string; route: string }) => {
    const { code, message } = mapFault(fault);
    if (code === 'internal') log.error('A request failed.', { ...of, fault });
    const headers: Record<string, string> = code === 'unavailable' ? { 'Retry-After': '2' } : {};
    return { ...errorBody(code, message, of.requestId), headers };
  };
  app.onError((fault, c) => {
    const of = { requestId: c.var.requestId, method: c.req.method, route: routePath(c, -1) };
    const { status, body, headers } = readFault(fault, of);
    return c.json(body, status, headers);
  });
  const inEmails = answerInEmails(deps, {
    ...{ limits, metrics },
    answerFault(fault, of) {
      const { status, body, headers } = readFault(fault, of);
      return Response.json(body, { status, headers });
    },
  });
  const others = routes.fetch;
  routes.fetch = (request, env, ...rest) => inEmails(request, env) ?? others(request, env, ...rest);
  return routes;
}

/** The types of every route, for the extension's client. */
export type AppType = ReturnType<typeof createApp>;

/** The one place where what was thrown becomes an error code. Nothing of an unexpected fault reaches the outside. */
function mapFault(fault: unknown): { code: ErrorCode; message: string } {
  if (fault instanceof RefusedRequest) return fault;
  if (fault instanceof z.ZodError) return { code: 'invalid_request', message: describeIssues(fault) };
  if (fault instanceof HTTPException && fault.status < 500) {
    return {
      code: 'invalid_request',
      message: 'The request was not understood, and nothing was changed. Its body must be JSON.',
    };
  }
  if (isUnavailable(fault)) {
    return {
      code: 'unavailable',
      message: 'The server cannot reach its database right now. Nothing was changed; try again shortly.',
    };
  }
  return {
    code: 'internal',
    message: 'Something went wrong on our side. Nothing more is known to have changed; try again.',
  };
}
