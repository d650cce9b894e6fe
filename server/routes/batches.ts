import type { Context } from 'hono';
import { z } from 'zod';
import {
  ApproveBatch,
  Batch,
  BatchListQuery,
  BatchPreview,
  PreviewBatch,
  SubmitBatch,
} from '../../shared/api/batches.ts';
import { IdParam, pageOf } from '../../shared/api/page.ts';
import { IdempotencyKey } from '../../shared/api/sends.ts';
import { notFound, type Refusal } from '../refusal.ts';
import {
  approveBatch,
  cancelBatch,
  pauseBatch,
  rejectBatch,
  resumeBatch,
} from '../sending/batch/change-batch.ts';
import { previewBatch } from '../sending/batch/preview-batch.ts';
import { submitBatch } from '../sending/batch/submit-batch.ts';
import { findBatchOf, listBatches, type BatchRow } from '../store/batches.ts';
import { actorOf } from './support/actor.ts';
import { orRefuse } from './support/answer.ts';
import type { AppEnv } from './support/env.ts';
import { idCursor, pageOf as page } from './support/paging.ts';
import { answers, api, jsonBody, limitedRoute, memberRoute } from './support/route-kit.ts';
import { submitDeps } from './support/submit-deps.ts';
import { viewBatch, viewBatches } from './views/batch-view.ts';
import { toInstant } from './views/instant.ts';

const preview = limitedRoute('batch', {
  method: 'post',
  path: '/v1/batches/preview',
  summary: 'What one template to many recipients would do, and what is wrong with its rows; sends nothing',
  request: { body: jsonBody(PreviewBatch) },
  responses: { 200: answers(BatchPreview, 'The rows with a problem, and the first few without') },
});

const submit = limitedRoute('batch', {
  method: 'post',
  path: '/v1/batches',
  summary: 'Send one template to many recipients, as myself or through a grant: all of them or none',
  request: {
    headers: z.object({ 'idempotency-key': IdempotencyKey }),
    body: jsonBody(SubmitBatch),
  },
  responses: { 202: answers(Batch, 'Durably taken, each of its emails') },
});

const list = memberRoute({
  method: 'get',
  path: '/v1/batches',
  summary: 'Batches I sent through others, or others through me; newest first',
  request: { query: BatchListQuery },
  responses: { 200: answers(pageOf(Batch), 'A page of batches') },
});

const read = memberRoute({
  method: 'get',
  path: '/v1/batches/{id}',
  summary: 'One batch and how far it is; its emails are in /v1/sends?batch=',
  request: { params: IdParam },
  responses: { 200: answers(Batch, 'The batch') },
});

const approve = memberRoute({
  method: 'post',
  path: '/v1/batches/{id}/approve',
  summary: 'Let all emails of a batch that wait for me go out as me, if they are what I was shown',
  request: { params: IdParam, body: jsonBody(ApproveBatch) },
  responses: { 200: answers(Batch, 'The batch as it is now') },
});

const act = <const Path extends string>(path: Path, summary: string) =>
  memberRoute({
    method: 'post',
    path,
    summary,
    request: { params: IdParam },
    responses: { 200: answers(Batch, 'The batch as it is now') },
  });

const show = (c: Context<AppEnv>, result: BatchRow | Refusal) =>
  viewBatch(c.var.deps.store.read, c.var.deps.vault, orRefuse(result));

const acts = {
  pause: act('/v1/batches/{id}/pause', 'Let my batch wait; what is being handed over goes'),
  resume: act('/v1/batches/{id}/resume', 'Go on with my paused batch'),
  cancel: act('/v1/batches/{id}/cancel', 'Take back whatever of my batch has not been handed over'),
  reject: act('/v1/batches/{id}/reject', 'Let nothing of a batch that waits for me go out as me'),
};

export const batchRoutes = api()
  .openapi(preview, async (c) => {
    const result = orRefuse(await previewBatch(submitDeps(c), actorOf(c), c.req.valid('json')));
    const rows = result.rows.map((row) => ({ ...row, dueAt: toInstant(row.dueAt) }));
    return c.json({ ...result, rows, lastAt: toInstant(result.lastAt) }, 200);
  })
  .openapi(submit, async (c) => {
    const key = c.req.valid('header')['idempotency-key'];
    return c.json(await show(c, await submitBatch(submitDeps(c), actorOf(c), key, c.req.valid('json'))), 202);
  })
  .openapi(list, async (c) => {
    const { store, vault } = c.var.deps;
    const { side, limit, cursor } = c.req.valid('query');
    const selected = { side, before: idCursor(cursor), limit: limit + 1 };
    const rows = await listBatches(store.read, c.var.session.memberId, selected);
    const shown = page(
      rows,
      limit,
      (row) => row.id,
      (some) => [...some],
    );
    return c.json({ ...shown, items: await viewBatches(store.read, vault, shown.items) }, 200);
  })
  .openapi(read, async (c) => {
    const { store } = c.var.deps;
    const row = await findBatchOf(store.read, c.req.valid('param').id, c.var.session.memberId);
    return c.json(await show(c, row ?? notFound()), 200);
  })
  .openapi(approve, async (c) => {
    const { contentHash } = c.req.valid('json');
    const result = await approveBatch(c.var.deps.store, actorOf(c), c.req.valid('param').id, contentHash);
    return c.json(await show(c, result), 200);
  })
  .openapi(acts.pause, async (c) =>
    c.json(await show(c, await pauseBatch(c.var.deps.store, actorOf(c), c.req.valid('param').id)), 200),
  )
  .openapi(acts.resume, async (c) =>
    c.json(await show(c, await resumeBatch(c.var.deps.store, actorOf(c), c.req.valid('param').id)), 200),
  )
  .openapi(acts.cancel, async (c) =>
    c.json(await show(c, await cancelBatch(c.var.deps.store, actorOf(c), c.req.valid('param').id)), 200),
  )
  .openapi(acts.reject, async (c) =>
    c.json(await show(c, await rejectBatch(c.var.deps.store, actorOf(c), c.req.valid('param').id)), 200),
  );
