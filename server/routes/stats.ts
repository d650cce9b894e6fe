import { Stats, StatsQuery } from '../../shared/api/stats.ts';
import { readStats } from '../tracking/read-stats.ts';
import { actorOf } from './support/actor.ts';
import { orRefuse } from './support/answer.ts';
import { answers, api, memberRoute } from './support/route-kit.ts';

const read = memberRoute({
  method: 'get',
  path: '/v1/stats',
  summary: 'What became of what I sent, or of what was sent as me, by day or by person',
  request: { query: StatsQuery },
  responses: { 200: answers(Stats, 'The figures; of a day on which nothing was sent they are zeros') },
});

export const statsRoutes = api().openapi(read, async (c) =>
  c.json(orRefuse(await readStats(c.var.deps.store.read, actorOf(c), c.req.valid('query'))), 200),
);
