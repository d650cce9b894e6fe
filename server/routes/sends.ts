import type { Context } from 'hono';
import { z } from 'zod';
import { IdParam, pageOf } from '../../shared/api/page.ts';
import { cursorOf } from '../../shared/domain/send-place.ts';
import {
  ApproveSend,
  EditSend,
  IdempotencyKey,
  ResolveSend,
  Send,
  SendDetail,
  SendEvent,
  SendExportQuery,
  SendListQuery,
  SubmitSend,
} from '../../shared/api/sends.ts';
import { notFound, type Refusal } from '../refusal.ts';
import { approveSend } from '../sending/approve-send.ts';
import { cancelSend, rejectSend, resolveSend } from '../sending/change-send.ts';
import { editSend } from '../sending/edit-send.ts';
import { submitSend } from '../sending/submit-send.ts';
import { listAuditOfSubject } from '../store/audit.ts';
import { readPeople } from '../store/people.ts';
import { listSends } from '../store/list-sends.ts';
import { findSendOf, type SendRow } from '../store/sends.ts';
import { actorOf } from './support/actor.ts';
import { orRefuse } from './support/answer.ts';
import type { AppEnv } from './support/env.ts';
import { placeCursor } from './support/paging.ts';
import { answers, api, errors, jsonBody, limitedRoute, memberRoute } from './support/route-kit.ts';
import { submitDeps } from './support/submit-deps.ts';
import { exportSends } from './support/export-sends.ts';
import { sendFilterOf } from './support/send-filter.ts';
import { toInstant } from './views/instant.ts';
import { viewBody, viewSend, viewSends, type Viewing } from './views/send-view.ts';

const submit = limitedRoute('submit', {
  method: 'post',
  path: '/v1/sends',
  summary: 'Send one email, as myself or through a grant',
  request: {
    headers: z.object({ 'idempotency-key': IdempotencyKey }),
    body: jsonBody(SubmitSend),
  },
  responses: { 202: answers(Send, 'Durably taken; it goes out when its undo window is over') },
});

const list = memberRoute({
  method: 'get',
  path: '/v1/sends',
  summary: 'What I sent through others, or others through me; what has yet to go first, then what went last',
  request: { query: SendListQuery },
  responses: { 200: answers(pageOf(Send), 'A page of sends') },
});

const exported = limitedRoute('batch', {
  method: 'get',
  path: '/v1/sends/export',
  summary: 'The same as a file, with what became of each',
  request: { query: SendExportQuery },
  responses: {
    ...errors(413),
    200: {
      description: 'CSV (RFC 4180) with a head line; what a spreadsheet takes for a formula is escaped',
      content: { 'text/csv': { schema: { type: 'string' as const } } },
    },
  },
});

const read = memberRoute({
  method: 'get',
  path: '/v1/sends/{id}',
  summary: 'One send with its content',
  request: { params: IdParam },
  responses: { 200: answers(SendDetail, 'The send') },
});

const events = memberRoute({
  method: 'get',
  path: '/v1/sends/{id}/events',
  summary: 'What happened to one send, oldest first',
  request: { params: IdParam },
  responses: { 200: answers(pageOf(SendEvent), 'All of it; there is no second page') },
});

const edit = limitedRoute('submit', {
  method: 'post',
  path: '/v1/sends/{id}/edit',
  summary: 'Change my email that has not gone out yet; what needs approval is asked for anew',
  request: { params: IdParam, body: jsonBody(EditSend) },
  responses: { 200: answers(Send, 'The send as it is now') },
});

const act = <const Path extends string>(path: Path, summary: string) =>
  memberRoute({
    method: 'post',
    path,
    summary,
    request: { params: IdParam },
    responses: { 200: answers(Send, 'The send as it is now') },
  });

const approve = memberRoute({
  method: 'post',
  path: '/v1/sends/{id}/approve',
  summary: 'Let exactly this content go out as me',
  request: { params: IdParam, body: jsonBody(ApproveSend) },
  responses: { 200: answers(Send, 'The send as it is now') },
});

const resolve = memberRoute({
  method: 'post',
  path: '/v1/sends/{id}/resolve',
  summary: 'Say what became of an uncertain send from my mailbox',
  request: { params: IdParam, body: jsonBody(ResolveSend) },
  responses: { 200: answers(Send, 'The send as it is now') },
});

const viewingOf = (c: Context<AppEnv>): Viewing => {
  const { vault, clock, pace } = c.var.deps;
  return { vault, readerId: c.var.session.memberId, now: clock(), pace };
};

const show = (c: Context<AppEnv>, result: SendRow | Refusal) =>
  viewSend(c.var.deps.store.read, orRefuse(result), viewingOf(c));

export const sendRoutes = api()
  .openapi(submit, async (c) => {
    const key = c.req.valid('header')['idempotency-key'];
    return c.json(await show(c, await submitSend(submitDeps(c), actorOf(c), key, c.req.valid('json'))), 202);
  })
  .openapi(list, async (c) => {
    const { store } = c.var.deps;
    const { cursor, limit, ...query } = c.req.valid('query');
    const viewing = viewingOf(c);
    const selected = { ...sendFilterOf(query, viewing.now), before: placeCursor(cursor), limit };
    const { rows, next } = await listSends(store.read, viewing.readerId, selected);
    const items = await viewSends(store.read, rows, viewing);
    return c.json({ items, nextCursor: next && cursorOf(next) }, 200);
  })
  .openapi(exported, async (c) => {
    const { format: _csv, ...query } = c.req.valid('query');
    const { store, clock } = c.var.deps;
    const filterAt = (now: number) => sendFilterOf(query, now);
    const file = orRefuse(await exportSends(store.read, filterAt, viewingOf(c), { clock }));
    return c.body(file, 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="emails.csv"',
    });
  })
  .openapi(read, async (c) => {
    const { store, vault } = c.var.deps;
    const row = await findSendOf(store.read, c.req.valid('param').id, c.var.session.memberId);
    const send = orRefuse(row ?? notFound());
    const { unsubscribeLine, zone, hours } = send;
    const detail = { ...viewBody(vault, send), unsubscribeLine, zone, hours };
    return c.json({ ...(await show(c, send)), ...detail }, 200);
  })
  .openapi(events, async (c) => {
    const { store } = c.var.deps;
    const send = orRefuse(
      (await findSendOf(store.read, c.req.valid('param').id, c.var.session.memberId)) ?? notFound(),
    );
    const entries = await listAuditOfSubject(store.read, send.id);
    const people = await readPeople(
      store.read,
      entries.flatMap((entry) => entry.actorId ?? []),
    );
    const items = entries.map((entry) => ({
      id: String(entry.seq),
      type: entry.action,
      at: toInstant(entry.at),
      actor: entry.actorId && (people.get(entry.actorId)?.name ?? null),
    }));
    return c.json({ items, nextCursor: null }, 200);
  })
  .openapi(edit, async (c) => {
    const { id } = c.req.valid('param');
    return c.json(await show(c, await editSend(submitDeps(c), actorOf(c), id, c.req.valid('json'))), 200);
  })
  .openapi(act('/v1/sends/{id}/cancel', 'Take my email back while it was not handed over'), async (c) =>
    c.json(await show(c, await cancelSend(c.var.deps.store, actorOf(c), c.req.valid('param').id)), 200),
  )
  .openapi(approve, async (c) => {
    const { contentHash } = c.req.valid('json');
    const result = await approveSend(c.var.deps.store, actorOf(c), c.req.valid('param').id, contentHash);
    return c.json(await show(c, result), 200);
  })
  .openapi(act('/v1/sends/{id}/reject', 'Do not let this go out as me'), async (c) =>
    c.json(await show(c, await rejectSend(c.var.deps.store, actorOf(c), c.req.valid('param').id)), 200),
  )
  .openapi(resolve, async (c) => {
    const { outcome } = c.req.valid('json');
    const result = await resolveSend(c.var.deps.store, actorOf(c), c.req.valid('param').id, outcome);
    return c.json(await show(c, result), 200);
  });
