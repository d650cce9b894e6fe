import { and, asc, desc, eq, gt, lt, or } from 'drizzle-orm';
import { inChunks } from './in-chunks.ts';
import { prepared, valueOf, type Places } from './prepared.ts';
import type { Db } from './store.ts';

type Head = { seq: number; hash: string };
type NewAuditEntry = Db['t']['auditEntries']['$inferInsert'];
export type AuditRow = Db['t']['auditEntries']['$inferSelect'];

/** Reads a chain's head and locks it until the unit of work ends. */
export async function lockAuditHead(q: Db, workspaceId: string): Promise<Head> {
  const [head] = await lockHead(q, { workspaceId });
  if (!head) throw new Error('An audit entry names a workspace that does not exist.');
  return head;
}

const lockHead = prepared<{ workspaceId: string }>()((q, at) => {
  const { workspaces } = q.t;
  return q.forUpdate(
    q
      .select({ seq: workspaces.auditSeq, hash: workspaces.auditHash })
      .from(workspaces)
      .where(eq(workspaces.id, at.workspaceId)),
  );
});

export async function readAuditHead(q: Db, workspaceId: string): Promise<Head> {
  const { workspaces } = q.t;
  const [head] = await q
    .select({ seq: workspaces.auditSeq, hash: workspaces.auditHash })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  return head ?? { seq: 0, hash: '' };
}

/**
 * Writes entries of one chain down and moves its locked head to the last of them. One statement where the engine can
 * and they are not too many: every unit of work of a workspace waits for this lock.
 */
export async function extendAudit(
  q: Db,
  workspaceId: string,
  entries: NewAuditEntry[],
  head: Head,
): Promise<void> {
  const chunks = [...inChunks(entries)];
  const last = chunks.pop() ?? [];
  for (const some of chunks) await writeEntries(q, { some });
  if (q.engine === 'postgres') return void (await writeAndMove(q, { workspaceId, ...head, last }));
  await writeEntries(q, { some: last });
  await moveHead(q, { workspaceId, ...head });
}

type Entries = readonly NewAuditEntry[];

const writeEntries = prepared<{ some: Entries }>()((q, { some }) => q.insert(q.t.auditEntries).values(some));

const moveHead = prepared<Move>()((q, at) => moving(q, q, at));

const writeAndMove = prepared<Move & { last: Entries }>()((q, { last, ...at }) => {
  const insert = q.insert(q.t.auditEntries).values(last);
  const written = q.$with('written').as(insert.returning({ seq: q.t.auditEntries.seq }));
  return moving(q, q.with(written), at);
});

type Move = Head & { workspaceId: string };

const moving = (q: Db, updater: Pick<Db, 'update'>, at: Places<Move>) => {
  const { workspaces: t } = q.t;
  return updater
    .update(t)
    .set({ auditSeq: valueOf(at.seq, t.auditSeq), auditHash: valueOf(at.hash, t.auditHash) })
    .where(eq(t.id, at.workspaceId));
};

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

/** Who did something to a subject last; null: nobody did, or no member. */
export async function findLastActor(
  q: Db,
  subjectId: string,
  action: AuditRow['action'],
): Promise<string | null> {
  const t = q.t.auditEntries;
  const [row] = await q
    .select({ actorId: t.actorId })
    .from(t)
    .where(and(eq(t.subjectId, subjectId), eq(t.action, action)))
    .orderBy(desc(t.seq))
    .limit(1);
  return row?.actorId ?? null;
}

/** What was written down about one send, oldest first. */
export async function listAuditOfSubject(q: Db, subjectId: string): Promise<AuditRow[]> {
  const t = q.t.auditEntries;
  return q.select().from(t).where(eq(t.subjectId, subjectId)).orderBy(asc(t.seq)).limit(200);
}
