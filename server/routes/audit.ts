import { AuditEntry, AuditExportQuery, AuditVerdict } from '../../shared/api/audit.ts';
import { PageQuery, pageOf } from '../../shared/api/page.ts';
import { exportAudit } from '../audit/export.ts';
import { verifyAudit } from '../audit/verify.ts';
import { refuse } from '../refusal.ts';
import { listAudit, type AuditRow } from '../store/audit.ts';
import { readPeople } from '../store/people.ts';
import { orRefuse } from './support/answer.ts';
import { pageOf as page, seqCursor } from './support/paging.ts';
import { answers, api, errors, limitedRoute, memberRoute } from './support/route-kit.ts';
import { toInstant } from './views/instant.ts';

const list = memberRoute({
  method: 'get',
  path: '/v1/audit',
  summary:
    "The workspace's audit entries, newest first: all of them for an admin, else those that concern me",
  request: { query: PageQuery },
  responses: { 200: answers(pageOf(AuditEntry), 'A page of entries') },
});

const file = (description: string) => ({ description, schema: { type: 'string' as const } });

const exported = limitedRoute('batch', {
  method: 'get',
  path: '/v1/audit/export',
  summary: 'All entries as a file, oldest first, with everything that each hash covers (admin)',
  request: { query: AuditExportQuery },
  responses: {
    ...errors(403),
    200: {
      description: 'The entries',
      content: {
        'application/x-ndjson': file('An entry a line'),
        'text/csv': file('CSV (RFC 4180) with a head line'),
      },
    },
  },
});

const verify = memberRoute({
  method: 'get',
  path: '/v1/audit/verify',
  summary: 'Whether the audit chain is whole (admin)',
  responses: {
    ...errors(403),
    200: answers(AuditVerdict, 'The verdict, with the first entry that does not fit'),
  },
});

export const auditRoutes = api()
  .openapi(list, async (c) => {
    const { store } = c.var.deps;
    const { memberId, workspaceId, role } = c.var.session;
    const { limit, cursor } = c.req.valid('query');
    const rows = await listAudit(store.read, workspaceId, {
      before: seqCursor(cursor),
      limit: limit + 1,
      concerning: role === 'admin' ? null : memberId,
    });
    const people = await readPeople(
      store.read,
      rows.flatMap((row) => row.actorId ?? []),
    );
    const view = (row: AuditRow) => ({
      seq: row.seq,
      at: toInstant(row.at),
      action: row.action,
      actor: row.actorId === null ? null : { id: row.actorId, name: people.get(row.actorId)?.name ?? '' },
      subjectType: row.subjectType,
      subjectId: row.subjectId,
      details: JSON.parse(row.details) as Record<string, unknown>,
      previousHash: row.previousHash,
      hash: row.hash,
    });
    return c.json(
      page(
        rows,
        limit,
        (row) => String(row.seq),
        (some) => some.map(view),
      ),
      200,
    );
  })
  .openapi(exported, async (c) => {
    const { workspaceId, role } = c.var.session;
    if (role !== 'admin') orRefuse(refuse('forbidden', 'Only an admin can export the audit log.'));
    const { format, after } = c.req.valid('query');
    const wanted = { format, after: Number(after) };
    const entries = await exportAudit(c.var.deps.store.read, workspaceId, wanted);
    const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson';
    return c.body(entries, 200, {
      'content-type': type,
      'content-disposition': `attachment; filename="audit.${format}"`,
    });
  })
  .openapi(verify, async (c) => {
    const { workspaceId, role } = c.var.session;
    if (role !== 'admin') orRefuse(refuse('forbidden', 'Only an admin can verify the audit log.'));
    return c.json(await verifyAudit(c.var.deps.store.read, workspaceId), 200);
  });
