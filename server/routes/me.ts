import { Stopped } from '../../shared/api/grants.ts';
import { DeleteMe, Deletion, Me } from '../../shared/api/me.ts';
import { eraseMember } from '../accounts/erase/erase-member.ts';
import { readDeletion } from '../accounts/erase/read-deletion.ts';
import { readMe } from '../accounts/team/read-team.ts';
import { orRefuse } from './support/answer.ts';
import { answers, api, jsonBody, memberRoute } from './support/route-kit.ts';

const me = memberRoute({
  method: 'get',
  path: '/v1/me',
  summary: 'Who is signed in',
  responses: { 200: answers(Me, 'Me and my workspace') },
});

const deletion = memberRoute({
  method: 'get',
  path: '/v1/me/deletion',
  summary: 'What deleting my data would stop',
  responses: { 200: answers(Deletion, 'What it would stop if it were done now') },
});

const erase = memberRoute({
  method: 'delete',
  path: '/v1/me',
  summary: 'Delete my data: ends my grants, mailbox and sessions, and erases what is personal',
  request: { body: jsonBody(DeleteMe) },
  responses: { 200: answers(Stopped, 'It is done; how many waiting emails will not go out') },
});

export const meRoutes = api()
  .openapi(me, async (c) => c.json(await readMe(c.var.deps.store.read, c.var.session), 200))
  .openapi(deletion, async (c) => c.json(await readDeletion(c.var.deps.store.read, c.var.session), 200))
  .openapi(erase, async (c) => {
    const { email } = c.req.valid('json');
    return c.json(orRefuse(await eraseMember(c.var.deps, c.var.session, email)), 200);
  });
