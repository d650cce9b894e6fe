import { and } from 'drizzle-orm';
import { recipientKeyOf } from '../../shared/domain/email-address.ts';
import { inChunks } from './in-chunks.ts';
import { inList } from './in-list.ts';
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
  const { suppressions: t } = q.t;
  for (const some of inChunks(named)) {
    const rows = await q
      .select({ workspaceId: t.workspaceId, recipientKey: t.recipientKey })
      .from(t)
      .where(
        and(
          inList(
            t.workspaceId,
            some.map(({ workspaceId }) => workspaceId),
          ),
          inList(
            t.recipientKey,
            some.map(({ email }) => recipientKeyOf(email)),
          ),
        ),
      );
    for (const row of rows) found.add(`${row.workspaceId} ${row.recipientKey}`);
  }
  return { has: (workspaceId, email) => found.has(`${workspaceId} ${recipientKeyOf(email)}`) };
}
