import { TeamMember } from '../../shared/api/me.ts';
import { IdParam, PageQuery, pageOf } from '../../shared/api/page.ts';
import { freezeMember, unfreezeMember } from '../accounts/team/freeze-member.ts';
import { readTeam } from '../accounts/team/read-team.ts';
import { orRefuse } from './support/answer.ts';
import { idCursor } from './support/paging.ts';
import { answers, api, memberRoute } from './support/route-kit.ts';

const list = memberRoute({
  method: 'get',
  path: '/v1/team',
  summary: 'The members of my workspace',
  request: { query: PageQuery },
  responses: { 200: answers(pageOf(TeamMember), 'A page of members') },
});

const freeze = memberRoute({
  method: 'post',
  path: '/v1/team/{id}/freeze',
  summary: 'Stop a member at once: sessions, waiting mail, grants (admin)',
  request: { params: IdParam },
  responses: { 204: { description: 'The member is frozen' } },
});

const unfreeze = memberRoute({
  method: 'delete',
  path: '/v1/team/{id}/freeze',
  summary: 'Let a frozen member in again (admin)',
  request: { params: IdParam },
  responses: { 204: { description: 'The member may sign in again' } },
});

export const teamRoutes = api()
  .openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const page = { after: idCursor(cursor), limit };
    return c.json(await readTeam(c.var.deps.store.read, c.var.session, page), 200);
  })
  .openapi(freeze, async (c) => {
    const { store, clock } = c.var.deps;
    orRefuse(await freezeMember(store, c.var.session, c.req.valid('param').id, clock()));
    return c.body(null, 204);
  })
  .openapi(unfreeze, async (c) => {
    const { store, clock } = c.var.deps;
    orRefuse(await unfreezeMember(store, c.var.session, c.req.valid('param').id, clock()));
    return c.body(null, 204);
  });
