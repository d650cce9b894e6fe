import { eq } from 'drizzle-orm';
import type { Db } from './store.ts';

/** The sealed ids of an earlier send, when it went out. */
export async function findThreadOf(
  q: Db,
  sendId: string,
): Promise<{ sendId: string; sealedMessageId: Buffer; sealedThreadId: Buffer } | null> {
  const { sends } = q.t;
  const [row] = await q
    .select({ sealedMessageId: sends.sealedMessageId, sealedThreadId: sends.sealedThreadId })
    .from(sends)
    .where(eq(sends.id, sendId));
  if (!row?.sealedMessageId || !row.sealedThreadId) return null;
  return { sendId, sealedMessageId: row.sealedMessageId, sealedThreadId: row.sealedThreadId };
}
