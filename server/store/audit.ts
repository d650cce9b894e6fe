import { and, asc, desc, eq, gt, lt, or } from 'drizzle-orm';
import { inChunks } from './in-chunks.ts';
import type { Db } from './store.ts';

type Head = { seq: number; hash: string };
type NewAuditEntry = Db['t']['auditEntries']['$inferInsert'];
export type AuditRow = Db['t']['auditEntries']['$inferSelect'];

/** Reads a chain's head and locks it until the unit of work ends. */
export async function lockAuditHead(q: Db, workspaceId: string): Promise<Head> {
  const { workspaces } = q.t;
  const [head] = await q.forUpdate(
    q
      .select({ seq: workspaces.auditSeq, hash: workspaces.auditHash })
      .from(workspaces)
      .where(eq(workspaces.id, workspaceId)),
  );
  if (!head) throw new Error('An audit entry names a workspace that does not exist.');
  return head;
}

export async function readAuditHead(q: Db, workspaceId: string): Promise<Head> {
  const { workspaces } = q.t;
  const [head] = await q
    .select({ seq: workspaces.auditSeq, hash: workspaces.auditHash })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  return head ?? { seq: 0, hash: '' };
}

/**
 * Writes entries of one chain down and moves its locked head to the last of them. One statement where the engine can and they are not too many:
 * every unit of work of a workspace waits for this lock.
 */
export async function extendAudit(
  q: Db,
  workspaceId: string,
  entries: NewAuditEntry[],
  head: Head,
): Promise<void> {
  const { workspaces, auditEntries } = q.t;
  const move = { auditSeq: head.seq, auditHash: head.hash };
  const mine = eq(workspaces.id, workspaceId);
  const chunks = [...inChunks(entries)];
  const last = chunks.pop() ?? [];
  for (const some of chunks) await q.insert(auditEntries).values(some);
  const insert = q.insert(auditEntries).values(last);
  if (q.engine === 'sqlite') {
    await insert;
    await q.update(workspaces).set(move).where(mine);
  } else {
    const written = q.$with('written').as(insert.returning({ seq: auditEntries.seq }));
    await q.with(written).update(workspaces).set(move).where(mine);
  }
}

/** Entries in chain order after `after`. */
export async function readAuditSlice(
  q: Db,
  workspaceId: string,
  { after, limit }: { after: number; limit: number },
): Promise<AuditRow[]> {
  const t = q.t.auditEntries;
  return q
    .select()
    .from(t)
    .where(and(eq(t.workspaceId, workspaceId), gt(t.seq, after)))
    .orderBy(asc(t.seq))
    .limit(limit);
}

/** Entries newest first; with `concerning`, only those a member acted in or is one of the two people of. */
export async function listAudit(
  q: Db,
  workspaceId: string,
  page: { before: number | null; limit: number; concerning: string | null },
): Promise<AuditRow[]> {
  const t = q.t.auditEntries;
  const who = page.concerning;
  return q
    .select()
    .from(t)
    .where(
      and(
        eq(t.workspaceId, workspaceId),
        page.before === null ? undefined : lt(t.seq, page.before),
        who === null
          ? undefined
          : or(eq(t.actorId, who), eq(t.requestorId, who), eq(t.acceptorId, who), eq(t.subjectId, who)),
      ),
    )
    .orderBy(desc(t.seq))
    .limit(page.limit);
}

/** What was written down about one send, oldest first. */
export async function listAuditOfSubject(q: Db, subjectId: string): Promise<AuditRow[]> {
  const t = q.t.auditEntries;
  return q.select().from(t).where(eq(t.subjectId, subjectId)).orderBy(asc(t.seq)).limit(200);
}
