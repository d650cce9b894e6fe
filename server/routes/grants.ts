import type { Context } from 'hono';
import {
  AcceptGrant,
  EndedGrant,
  GiveGrant,
  Grant,
  GrantListQuery,
  RequestGrant,
} from '../../shared/api/grants.ts';
import { IdParam, pageOf } from '../../shared/api/page.ts';
import { acceptGrant } from '../grants/accept-grant.ts';
import { giveGrant } from '../grants/give-grant.ts';
import { moveOwnGrant, ownMoves, type EndedGrant as Ended } from '../grants/move-own-grant.ts';
import { requestGrant } from '../grants/request-grant.ts';
import { revokeAsAdmin } from '../grants/revoke-as-admin.ts';
import { listGrants, type GrantRow } from '../store/grants.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import { actorOf } from './support/actor.ts';
import { orRefuse } from './support/answer.ts';
import type { AppEnv } from './support/env.ts';
import { idCursor, pageOf as page } from './support/paging.ts';
import { answers, api, jsonBody, limitedRoute, memberRoute } from './support/route-kit.ts';
import { viewGrant, viewGrants } from './views/grant-view.ts';

const list = memberRoute({
  method: 'get',
  path: '/v1/grants',
  summary: 'My grants, newest first, as requestor, as acceptor, or both',
  request: { query: GrantListQuery },
  responses: { 200: answers(pageOf(Grant), 'A page of grants') },
});

const request = limitedRoute('ask', {
  method: 'post',
  path: '/v1/grants/requests',
  summary: 'Ask a teammate for permission to send as them',
  request: { body: jsonBody(RequestGrant) },
  responses: { 201: answers(Grant, 'The open request') },
});

const give = limitedRoute('ask', {
  method: 'post',
  path: '/v1/grants',
  summary: 'Let a teammate send as me',
  request: { body: jsonBody(GiveGrant) },
  responses: { 201: answers(Grant, 'The live grant') },
});

const accept = memberRoute({
  method: 'post',
  path: '/v1/grants/{id}/accept',
  summary: 'Accept exactly the terms that were shown',
  request: { params: IdParam, body: jsonBody(AcceptGrant) },
  responses: { 200: answers(Grant, 'The live grant') },
});

const ending = <const Path extends string>(path: Path, summary: string) =>
  memberRoute({
    method: 'post',
    path,
    summary,
    request: { params: IdParam },
    responses: { 200: answers(EndedGrant, 'The ended grant, and how many waiting emails it stopped') },
  });

const show = async (c: Context<AppEnv>, result: GrantRow | Refusal) =>
  viewGrant(c.var.deps.store.read, orRefuse(result), c.var.deps.clock());

const showEnded = async (c: Context<AppEnv>, result: Ended | Refusal) => {
  const ended = orRefuse(result);
  return { ...(await show(c, ended)), stopped: ended.stopped };
};

export const grantRoutes = api()
  .openapi(list, async (c) => {
    const { store, clock } = c.var.deps;
    const { side, limit, cursor } = c.req.valid('query');
    const rows = await listGrants(store.read, c.var.session.memberId, {
      side,
      before: idCursor(cursor),
      limit: limit + 1,
    });
    const shown = page(
      rows,
      limit,
      (row) => row.id,
      (some) => [...some],
    );
    return c.json({ ...shown, items: await viewGrants(store.read, shown.items, clock()) }, 200);
  })
  .openapi(request, async (c) => {
    const result = await requestGrant(c.var.deps.store, actorOf(c), c.req.valid('json'));
    return c.json(await show(c, result), 201);
  })
  .openapi(give, async (c) => {
    const result = await giveGrant(c.var.deps.store, actorOf(c), c.req.valid('json'));
    return c.json(await show(c, result), 201);
  })
  .openapi(accept, async (c) => {
    const { id } = c.req.valid('param');
    const result = await acceptGrant(c.var.deps.store, actorOf(c), { id, ...c.req.valid('json') });
    return c.json(await show(c, result), 200);
  })
  .openapi(ending('/v1/grants/{id}/decline', 'Decline a request'), async (c) => {
    const { id } = c.req.valid('param');
    return c.json(
      await showEnded(c, await moveOwnGrant(c.var.deps.store, actorOf(c), ownMoves.decline, id)),
      200,
    );
  })
  .openapi(ending('/v1/grants/{id}/withdraw', 'Withdraw my request'), async (c) => {
    const { id } = c.req.valid('param');
    return c.json(
      await showEnded(c, await moveOwnGrant(c.var.deps.store, actorOf(c), ownMoves.withdraw, id)),
      200,
    );
  })
  .openapi(ending('/v1/grants/{id}/leave', 'Give up a grant I send through'), async (c) => {
    const { id } = c.req.valid('param');
    return c.json(
      await showEnded(c, await moveOwnGrant(c.var.deps.store, actorOf(c), ownMoves.leave, id)),
      200,
    );
  })
  .openapi(
    ending('/v1/grants/{id}/revoke', 'Revoke a grant from my mailbox (or any, as an admin)'),
    async (c) => {
      const { id } = c.req.valid('param');
      const { store } = c.var.deps;
      const own = await moveOwnGrant(store, actorOf(c), ownMoves.revoke, id);
      const mayElse = isRefusal(own) && own.refused !== 'state_moved_on' && c.var.session.role === 'admin';
      return c.json(await showEnded(c, mayElse ? await revokeAsAdmin(store, actorOf(c), id) : own), 200);
    },
  );
