import { and } from 'drizzle-orm';
import { recipientKeyOf } from '../../shared/domain/email-address.ts';
import { inChunks } from './in-chunks.ts';
import { inList } from './in-list.ts';
import { prepared } from './prepared.ts';
import type { Db } from './store.ts';

/** Who of some addresses is not to be written to. */
export type Suppressed = { has(workspaceId: string, email: string): boolean };

/** Which of the addresses their workspaces are not to write to, whoever of them does. */
export async function readSuppressed(
  q: Db,
  asked: readonly { workspaceId: string; email: string }[],
): Promise<Suppressed> {
  const found = new Set<string>();
  const named = asked.filter(({ email }) => email !== '');
  for (const some of inChunks(named)) {
    const rows = await selectSuppressed(q, {
      workspaceIds: some.map(({ workspaceId }) => workspaceId),
      keys: some.map(({ email }) => recipientKeyOf(email)),
    });
    for (const row of rows) found.add(`${row.workspaceId} ${row.recipientKey}`);
  }
  return { has: (workspaceId, email) => found.has(`${workspaceId} ${recipientKeyOf(email)}`) };
}

const selectSuppressed = prepared<{ workspaceIds: readonly string[]; keys: readonly string[] }>()((
  q,
  { workspaceIds, keys },
) => {
  const { suppressions: t } = q.t;
  return q
    .select({ workspaceId: t.workspaceId, recipientKey: t.recipientKey })
    .from(t)
    .where(and(inList(t.workspaceId, workspaceIds), inList(t.recipientKey, keys)));
});
