import { SenderList } from '../../shared/api/senders.ts';
import { listSenders } from '../grants/list-senders.ts';
import { actorOf } from './support/actor.ts';
import { answers, api, memberRoute } from './support/route-kit.ts';

const list = memberRoute({
  method: 'get',
  path: '/v1/senders',
  summary: 'The From choices: myself and each grant, each with whether it is usable and, if not, why',
  responses: { 200: answers(SenderList, 'All of them; there is no second page') },
});

export const senderRoutes = api().openapi(list, async (c) =>
  c.json({ items: await listSenders(c.var.deps.store.read, actorOf(c)), nextCursor: null }, 200),
);
