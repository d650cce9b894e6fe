import { v7 as uuidv7 } from 'uuid';
import { recipientKeyOf } from '../../../shared/domain/email-address.ts';
import type { SuppressionSource } from '../../../shared/domain/suppression.ts';
import { appendAuditAll } from '../../audit/append.ts';
import { blockWaitingTo } from '../../grants/block-waiting.ts';
import {
  insertSuppressions,
  makeOwnWish,
  silenceSends,
  type SuppressionRow,
} from '../../store/suppressions.ts';
import type { Db } from '../../store/store.ts';

/** Who is not to be written to, and how that came about. `sendId`: the email whose link the recipient used. */
type Wish = {
  workspaceId: string;
  emails: readonly string[];
  now: number;
} & (
  | { source: Exclude<SuppressionSource, 'recipient'>; byMemberId: string }
  | { source: 'recipient'; sendId: string }
);

/**
 * Puts recipients down as not to be written to, and ends what is waiting for them, in the caller's unit of work: after
 * it commits nobody of the workspace hands anything over to them, and nothing more is counted of what they got. Resolves
 * with those that are new or, as a recipient's own wish, mean more than before.
 */
export async function suppress(q: Db, wish: Wish): Promise<SuppressionRow[]> {
  const { workspaceId, source, now } = wish;
  const byMemberId = wish.source === 'recipient' ? null : wish.byMemberId;
  const sendId = wish.source === 'recipient' ? wish.sendId : null;
  const emails = new Map(wish.emails.map((email) => [recipientKeyOf(email), email]));
  // In one order, so that two lists with the same addresses can't wait for each other.
  const recipientKeys = [...emails.keys()].sort();
  await silenceSends(q, { workspaceId, recipientKeys }, now);
  const changed = await insertSuppressions(
    q,
    recipientKeys.map((recipientKey) => ({
      ...{ id: uuidv7(), workspaceId, recipientKey, email: emails.get(recipientKey)! },
      ...{ source, byMemberId, sendId, createdAt: now },
    })),
  );
  if (sendId !== null && changed.length === 0) {
    const own = await makeOwnWish(q, { workspaceId, recipientKey: recipientKeys[0]!, sendId });
    if (own) changed.push(own);
  }
  // Also of those who stood there before: what was submitted in that very moment may still wait.
  await blockWaitingTo(q, { workspaceId, recipientKeys }, { actorId: byMemberId, now });
  await appendAuditAll(
    q,
    changed.map(({ id }) => ({
      ...{ workspaceId, at: now, action: 'suppression.add' as const, actorId: byMemberId },
      ...{ subjectType: 'suppression' as const, subjectId: id },
      // Not by which email: it would outlive that email's erasure, beside the address that stays.
      details: { source },
    })),
  );
  return changed;
}
