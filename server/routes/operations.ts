import { z } from 'zod';
import { refuse } from '../refusal.ts';
import { orRefuse } from './support/answer.ts';
import { answers, api, publicRoute } from './support/route-kit.ts';

const Status = z.strictObject({ status: z.literal('ok') });

const healthz = publicRoute({
  method: 'get',
  path: '/healthz',
  summary: 'The process answers',
  responses: { 200: answers(Status, 'It does') },
});

const readyz = publicRoute({
  method: 'get',
  path: '/readyz',
  summary: 'The process and its database answer',
  responses: { 200: answers(Status, 'They do') },
});

export const operationRoutes = api()
  .openapi(healthz, (c) => c.json({ status: 'ok' as const }, 200))
  .openapi(readyz, async (c) => {
    await c.var.deps.store.ready().catch(() => {
      orRefuse(refuse('unavailable', 'The database does not answer.'));
    });
    return c.json({ status: 'ok' as const }, 200);
  });
