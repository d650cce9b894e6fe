import { eq } from 'drizzle-orm';
import type { Db } from './store.ts';

/** Whose name and address stand in From, and which version of the mailbox's permission that is. */
export async function readSenderOf(
  q: Db,
  mailboxId: string,
): Promise<{ name: string; email: string; tokenVersion: number }> {
  const { mailboxes } = q.t;
  const [row] = await q
    .select({ name: mailboxes.name, email: mailboxes.email, tokenVersion: mailboxes.tokenVersion })
    .from(mailboxes)
    .where(eq(mailboxes.id, mailboxId));
  if (!row) throw new Error('A send names a mailbox that does not exist.');
  return row;
}

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
