import { Me } from '../../shared/api/me.ts';
import { readMe } from '../accounts/team/read-team.ts';
import { answers, api, memberRoute } from './support/route-kit.ts';

const me = memberRoute({
  method: 'get',
  path: '/v1/me',
  summary: 'Who is signed in',
  responses: { 200: answers(Me, 'Me and my workspace') },
});

export const meRoutes = api().openapi(me, async (c) =>
  c.json(await readMe(c.var.deps.store.read, c.var.session), 200),
);
