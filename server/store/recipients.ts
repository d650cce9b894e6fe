import { and, eq, gte, inArray, sql } from 'drizzle-orm';
import { inList } from './in-list.ts';
import type { Db } from './store.ts';

/** An email to somebody: when it went or is planned to go (epoch ms), who wrote it and as whom. */
export type Contact = { at: number; requestorId: string; acceptorId: string };

/**
 * The latest email that anybody of a workspace sent to each of the recipients since an instant, or is about to. Nothing
 * of what it says is read.
 */
export async function readContacts(
  q: Db,
  workspaceId: string,
  { recipientKeys, since }: { recipientKeys: readonly string[]; since: number },
): Promise<Map<string, Contact>> {
  if (recipientKeys.length === 0) return new Map();
  const { sends } = q.t;
  const at = sql<number>`coalesce(${sends.sentAt}, ${sends.plannedAt})`.mapWith(Number);
  const rows = await q
    .select({
      ...{ recipientKey: sends.recipientKey, at },
      ...{ requestorId: sends.requestorId, acceptorId: sends.acceptorId },
    })
    .from(sends)
    .where(
      and(
        eq(sends.workspaceId, workspaceId),
        inList(sends.recipientKey, recipientKeys),
        inArray(sends.state, ['queued', 'sending', 'sent', 'uncertain']),
        gte(at, since),
      ),
    );
  const latest = new Map<string, Contact>();
  for (const { recipientKey, ...contact } of rows)
    if (contact.at >= (latest.get(recipientKey)?.at ?? 0)) latest.set(recipientKey, contact);
  return latest;
}
