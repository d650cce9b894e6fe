import type { Clock } from '../clock.ts';
import type { SealedMail } from '../mail/sealed-mail.ts';
import { saveHistoryReading } from '../store/looks.ts';
import type { Sender } from '../store/send-facts.ts';
import type { Store } from '../store/store.ts';

/**
 * A reading is taken again when it is older than this (milliseconds). Gmail keeps history "typically" for a week but "in
 * some rare circumstances" for hours only, and the younger it is, the less is to be gone through after an interruption.
 * https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.history/list
 */
export const historyFreshMs = 60 * 60_000;

/**
 * Sees to it that a send that is about to be handed over carries a fresh place in its mailbox's history, from where it
 * can be looked for. Without one it goes out all the same: then the newest in Sent are looked through.
 */
export async function freshenHistory(
  { store, clock, mail }: { store: Store; clock: Clock; mail: SealedMail },
  { id, replies, historyReadAt }: Sender['mailbox'],
  accessToken: string,
): Promise<void> {
  const readAt = clock();
  if (!replies || (historyReadAt !== null && readAt - historyReadAt < historyFreshMs)) return;
  const historyId = await mail.readHistoryId(accessToken);
  if (historyId !== null) await store.tx((q) => saveHistoryReading(q, id, { historyId, readAt }));
}
