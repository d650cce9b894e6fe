import { ChangePolicy, Policy } from '../../shared/api/policy.ts';
import { readPolicy } from '../store/workspaces.ts';
import { changePolicy } from '../tracking/policy.ts';
import { actorOf } from './support/actor.ts';
import { orRefuse } from './support/answer.ts';
import { answers, api, jsonBody, memberRoute } from './support/route-kit.ts';

const read = memberRoute({
  method: 'get',
  path: '/v1/policy',
  summary: 'What my workspace has decided about its emails',
  responses: { 200: answers(Policy, 'The policy that holds; the default where nothing was decided') },
});

const change = memberRoute({
  method: 'put',
  path: '/v1/policy',
  summary: 'Decide it anew, for emails submitted from now on (admin)',
  request: { body: jsonBody(ChangePolicy) },
  responses: { 200: answers(Policy, 'The policy as it holds now') },
});

export const policyRoutes = api()
  .openapi(read, async (c) => {
    const { store } = c.var.deps;
    return c.json(await readPolicy(store.read, c.var.session.workspaceId), 200);
  })
  .openapi(change, async (c) =>
    c.json(orRefuse(await changePolicy(c.var.deps.store, actorOf(c), c.req.valid('json'))), 200),
  );
