import { eq } from 'drizzle-orm';
import { defaultPolicy, type WorkspacePolicy } from '../../shared/domain/tracking-policy.ts';
import { inList } from './in-list.ts';
import { prepared } from './prepared.ts';
import type { Db } from './store.ts';

export type WorkspaceRow = Db['t']['workspaces']['$inferSelect'];
type NewWorkspace = Db['t']['workspaces']['$inferInsert'];

/** Inserts a workspace; null when its domain has one already (two of a company's people signed in at once). */
export async function insertWorkspace(q: Db, workspace: NewWorkspace): Promise<WorkspaceRow | null> {
  const { workspaces } = q.t;
  const [row] = await q
    .insert(workspaces)
    .values(workspace)
    .onConflictDoNothing({ target: workspaces.domain })
    .returning();
  return row ?? null;
}

export async function findWorkspaceByDomain(q: Db, domain: string): Promise<WorkspaceRow | null> {
  const { workspaces } = q.t;
  const [row] = await q.select().from(workspaces).where(eq(workspaces.domain, domain));
  return row ?? null;
}

export async function renameWorkspace(q: Db, id: string, name: string): Promise<void> {
  const { workspaces } = q.t;
  await q.update(workspaces).set({ name }).where(eq(workspaces.id, id));
}

/**
 * Nobody is left in it: its domain is free for a new one, and its name, which may be a person's, is gone. So are the
 * addresses of those who are not to be written to, since nobody could.
 */
export async function closeWorkspace(q: Db, id: string): Promise<void> {
  const { workspaces, suppressions } = q.t;
  await q.delete(suppressions).where(eq(suppressions.workspaceId, id));
  await q.update(workspaces).set({ domain: null, name: '' }).where(eq(workspaces.id, id));
}

/** Locks workspaces until the unit of work ends: who belongs to them can't change meanwhile. */
export async function lockWorkspaces(q: Db, ids: readonly string[]): Promise<WorkspaceRow[]> {
  const { workspaces } = q.t;
  const rows: WorkspaceRow[] = [];
  // One by one in the order of their ids, so that two units of work can't wait for each other.
  for (const id of [...new Set(ids)].sort()) {
    rows.push(...(await q.forUpdate(q.select().from(workspaces).where(eq(workspaces.id, id)))));
  }
  return rows;
}

export async function listWorkspaceIds(q: Db): Promise<string[]> {
  const { workspaces } = q.t;
  const rows = await q.select({ id: workspaces.id }).from(workspaces).orderBy(workspaces.id);
  return rows.map((row) => row.id);
}

/** What workspaces have decided, by their ids; the default for those that decided nothing. */
export async function readPolicies(q: Db, ids: readonly string[]): Promise<Map<string, WorkspacePolicy>> {
  if (ids.length === 0) return new Map();
  const rows = await selectPolicies(q, { ids });
  return new Map(rows.map(({ id, policy }) => [id, policy ?? defaultPolicy]));
}

const selectPolicies = prepared<{ ids: readonly string[] }>()((q, { ids }) => {
  const { workspaces } = q.t;
  return q
    .select({ id: workspaces.id, policy: workspaces.policy })
    .from(workspaces)
    .where(inList(workspaces.id, ids));
});

/** What a workspace has decided about its emails. */
export const readPolicy = async (q: Db, id: string): Promise<WorkspacePolicy> =>
  (await readPolicies(q, [id])).get(id) ?? defaultPolicy;

export async function writePolicy(q: Db, id: string, policy: WorkspacePolicy): Promise<void> {
  const { workspaces } = q.t;
  await q.update(workspaces).set({ policy }).where(eq(workspaces.id, id));
}
