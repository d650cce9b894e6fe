import { setImmediate as nextTurn } from 'node:timers/promises';
import { IdParam, pageOf } from '../../shared/api/page.ts';
import {
  AddSuppressions,
  RecipientErasure,
  Suppression,
  SuppressionExportQuery,
  SuppressionListQuery,
  SuppressionsAdded,
} from '../../shared/api/suppressions.ts';
import { eraseRecipient, readErasure } from '../accounts/erase/erase-recipient.ts';
import { csvRecord } from '../csv.ts';
import { listSuppressions } from '../store/suppressions.ts';
import { addSuppressions } from '../tracking/suppression/add-suppressions.ts';
import { removeSuppression } from '../tracking/suppression/remove-suppression.ts';
import { actorOf } from './support/actor.ts';
import { orRefuse } from './support/answer.ts';
import { idCursor, pageOf as page } from './support/paging.ts';
import { answers, api, errors, jsonBody, limitedRoute, memberRoute } from './support/route-kit.ts';
import { viewSuppressions } from './views/suppression-view.ts';

const list = memberRoute({
  method: 'get',
  path: '/v1/suppressions',
  summary: 'Who is not to be written to by anybody of my workspace, newest first',
  request: { query: SuppressionListQuery },
  responses: { 200: answers(pageOf(Suppression), 'A page of them') },
});

const add = limitedRoute('batch', {
  method: 'post',
  path: '/v1/suppressions',
  summary: 'Put one address or a list of them down; what waits for them does not go out',
  request: { body: jsonBody(AddSuppressions) },
  responses: { 201: answers(SuppressionsAdded, 'What stands now for each of them') },
});

const remove = memberRoute({
  method: 'delete',
  path: '/v1/suppressions/{id}',
  summary: 'Let somebody be written to again (what a recipient asked for: admin)',
  request: { params: IdParam },
  responses: { 204: { description: 'They can be' } },
});

const erasure = memberRoute({
  method: 'get',
  path: '/v1/suppressions/{id}/erasure',
  summary: 'What erasing this recipient would erase (admin)',
  request: { params: IdParam },
  responses: {
    ...errors(403),
    200: answers(RecipientErasure, 'What it would erase if it were done now'),
  },
});

const erase = memberRoute({
  method: 'post',
  path: '/v1/suppressions/{id}/erasure',
  summary: 'Erase what is stored about this recipient, but for their address here (admin)',
  request: { params: IdParam },
  responses: { 200: answers(RecipientErasure, 'What was erased, and what is still under way') },
});

const exported = limitedRoute('batch', {
  method: 'get',
  path: '/v1/suppressions/export',
  summary: 'All of them as a file',
  request: { query: SuppressionExportQuery },
  responses: {
    200: {
      description: 'CSV (RFC 4180) with a head line; what a spreadsheet takes for a formula is escaped',
      content: { 'text/csv': { schema: { type: 'string' as const } } },
    },
  },
});

/** How many are read at a time. */
const sliceLength = 500;

export const suppressionRoutes = api()
  .openapi(list, async (c) => {
    const { store } = c.var.deps;
    const { limit, cursor, search, erasureAsked } = c.req.valid('query');
    const rows = await listSuppressions(store.read, c.var.session.workspaceId, {
      ...{ before: idCursor(cursor), limit: limit + 1, search },
      erasureAsked: erasureAsked !== undefined,
    });
    const shown = page(
      rows,
      limit,
      (row) => row.id,
      (some) => [...some],
    );
    return c.json({ ...shown, items: await viewSuppressions(store.read, shown.items) }, 200);
  })
  .openapi(add, async (c) => {
    const { store } = c.var.deps;
    const { email, emails = [] } = c.req.valid('json');
    const wish =
      email === undefined
        ? { emails, source: 'import' as const }
        : { emails: [email], source: 'member' as const };
    const { added, standing } = await addSuppressions(store, actorOf(c), wish);
    return c.json({ added, items: await viewSuppressions(store.read, standing) }, 201);
  })
  .openapi(exported, async (c) => {
    const { store } = c.var.deps;
    const records = [csvRecord(['email', 'source', 'by', 'createdAt'])];
    // Made whole before it is answered: a file that ends early looks like one that is complete.
    for (let before: string | null = null, more = true; more;) {
      await nextTurn();
      const rows = await listSuppressions(store.read, c.var.session.workspaceId, {
        ...{ before, limit: sliceLength },
      });
      for (const { email, source, by, createdAt } of await viewSuppressions(store.read, rows))
        records.push(csvRecord([email, source, by?.name ?? '', createdAt]));
      more = rows.length === sliceLength;
      before = rows.at(-1)?.id ?? null;
    }
    return c.body(records.join(''), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="suppressions.csv"',
    });
  })
  .openapi(erasure, async (c) =>
    c.json(orRefuse(await readErasure(c.var.deps.store, actorOf(c), c.req.valid('param').id)), 200),
  )
  .openapi(erase, async (c) =>
    c.json(orRefuse(await eraseRecipient(c.var.deps, actorOf(c), c.req.valid('param').id)), 200),
  )
  .openapi(remove, async (c) => {
    const { store } = c.var.deps;
    const refused = await removeSuppression(store, actorOf(c), c.req.valid('param').id);
    if (refused) orRefuse(refused);
    return c.body(null, 204);
  });
