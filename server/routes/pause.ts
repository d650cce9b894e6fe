import { Stopped } from '../../shared/api/grants.ts';
import { setPause } from '../grants/pause.ts';
import { actorOf } from './support/actor.ts';
import { orRefuse } from './support/answer.ts';
import { answers, api, memberRoute } from './support/route-kit.ts';

const begin = memberRoute({
  method: 'post',
  path: '/v1/pause',
  summary: 'Nothing goes out from my mailbox by others, from now on',
  responses: { 200: answers(Stopped, 'How many waiting emails it stopped') },
});

const end = memberRoute({
  method: 'delete',
  path: '/v1/pause',
  summary: 'Others may send from my mailbox again, on their terms',
  responses: { 200: answers(Stopped, 'Always 0') },
});

export const pauseRoutes = api()
  .openapi(begin, async (c) => c.json(orRefuse(await setPause(c.var.deps.store, actorOf(c), true)), 200))
  .openapi(end, async (c) => c.json(orRefuse(await setPause(c.var.deps.store, actorOf(c), false)), 200));
