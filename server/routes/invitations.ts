import { z } from 'zod';
import { CreateInvitation, Invitation } from '../../shared/api/invitations.ts';
import { IdParam, PageQuery, pageOf } from '../../shared/api/page.ts';
import { acceptInvitation, declineInvitation } from '../accounts/invitations/answer-invitation.ts';
import { invite, withdrawInvitation } from '../accounts/invitations/invite.ts';
import { readInvitations } from '../accounts/invitations/read-invitations.ts';
import { orRefuse } from './support/answer.ts';
import { idCursor } from './support/paging.ts';
import { answers, api, errors, jsonBody, limitedRoute, memberRoute } from './support/route-kit.ts';

const list = memberRoute({
  method: 'get',
  path: '/v1/invitations',
  summary: 'Open invitations: of my workspace (admin), or with to=me those to my own address',
  request: { query: PageQuery.extend({ to: z.literal('me').optional() }) },
  responses: { ...errors(403), 200: answers(pageOf(Invitation), 'A page of invitations') },
});

const create = limitedRoute('ask', {
  method: 'post',
  path: '/v1/invitations',
  summary: 'Ask a personal account into my workspace (admin)',
  request: { body: jsonBody(CreateInvitation) },
  responses: { 201: answers(Invitation, 'The open invitation') },
});

const answering = <const Path extends string>(path: Path, summary: string) =>
  memberRoute({
    method: 'post',
    path,
    summary,
    request: { params: IdParam },
    responses: { 204: { description: 'Done' } },
  });

const accept = answering(
  '/v1/invitations/{id}/accept',
  'Join the workspace that invited me, with my mailbox',
);
const decline = answering('/v1/invitations/{id}/decline', 'Say no to an invitation');
const withdraw = answering('/v1/invitations/{id}/withdraw', 'Take an invitation back (admin)');

export const invitationRoutes = api()
  .openapi(list, async (c) => {
    const { to, limit, cursor } = c.req.valid('query');
    const page = { toMe: to === 'me', before: idCursor(cursor), limit };
    return c.json(orRefuse(await readInvitations(c.var.deps.store.read, c.var.session, page)), 200);
  })
  .openapi(create, async (c) => {
    const { store, clock } = c.var.deps;
    const { email } = c.req.valid('json');
    return c.json(orRefuse(await invite(store, c.var.session, email, clock())), 201);
  })
  .openapi(accept, async (c) => {
    const { store, clock } = c.var.deps;
    orRefuse(await acceptInvitation(store, c.var.session, c.req.valid('param').id, clock()));
    return c.body(null, 204);
  })
  .openapi(decline, async (c) => {
    const { store, clock } = c.var.deps;
    orRefuse(await declineInvitation(store, c.var.session, c.req.valid('param').id, clock()));
    return c.body(null, 204);
  })
  .openapi(withdraw, async (c) => {
    const { store, clock } = c.var.deps;
    orRefuse(await withdrawInvitation(store, c.var.session, c.req.valid('param').id, clock()));
    return c.body(null, 204);
  });
