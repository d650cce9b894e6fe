import { appendAudit } from '../../audit/append.ts';
import type { GrantActor } from '../../grants/grant-actor.ts';
import type { Log } from '../../log.ts';
import { isRefusal, notFound, onlyAdmin, type Refusal } from '../../refusal.ts';
import { countEmailsTo, eraseEmailsTo, type EmailsTo } from '../../store/erase.ts';
import { tell } from '../../store/events.ts';
import { lockAdmin } from '../../store/members.ts';
import type { Db, Store } from '../../store/store.ts';
import { lockSuppression, noteErased, type SuppressionRow } from '../../store/suppressions.ts';

/** What erasing a recipient would erase now. */
export const readErasure = (
  store: Store,
  actor: GrantActor,
  suppressionId: string,
): Promise<EmailsTo | Refusal> =>
  store.tx(async (q) => {
    const row = await lockForErasure(q, actor, suppressionId);
    return 'refused' in row ? row : countEmailsTo(q, recipientOf(row));
  });

/**
 * An admin has what is stored about a recipient erased: to whom, with which words, where its links lead and each
 * request for what stood in it. Their address
 * stays among those who are not to be written to, or nobody could keep to that, and so does, without them, that an
 * email went out under somebody's name. What is under way is left: then the wish stays open, to be done again.
 */
export async function eraseRecipient(
  { store, log }: { store: Store; log: Pick<Log, 'warn'> },
  actor: GrantActor,
  suppressionId: string,
): Promise<EmailsTo | Refusal> {
  const { workspaceId, memberId, now } = actor;
  const erased = await store.tx(async (q) => {
    const row = await lockForErasure(q, actor, suppressionId);
    if ('refused' in row) return row;
    const { memberIds, ...done } = await eraseEmailsTo(q, recipientOf(row), now);
    await noteErased(q, row.id, done.underWay > 0 ? (row.erasureAskedAt ?? now) : null);
    await appendAudit(q, {
      ...{ workspaceId, at: now, action: 'suppression.erase', actorId: memberId },
      ...{ subjectType: 'suppression', subjectId: row.id, details: done },
    });
    return { done, memberIds };
  });
  if (isRefusal(erased)) return erased;
  // Committed is committed: a log that can't be emptied now is overwritten later.
  await store.scrub().catch((fault: unknown) => log.warn('A log could not be emptied.', { fault }));
  // Apart, since it locks the rows of others: their open pages and what their browsers keep of lists are read anew.
  await store.tx((q) =>
    tell(q, erased.memberIds, {
      ...{ type: 'suppression.erased', subjectId: suppressionId, actorId: memberId, at: now },
    }),
  );
  return erased.done;
}

/** Who is put down is written to no more, so that nothing comes to be under way while it is erased. */
async function lockForErasure(q: Db, actor: GrantActor, id: string): Promise<SuppressionRow | Refusal> {
  if (!(await lockAdmin(q, actor))) return onlyAdmin();
  return (await lockSuppression(q, actor.workspaceId, id)) ?? notFound();
}

const recipientOf = ({ workspaceId, recipientKey }: SuppressionRow) => ({
  workspaceId,
  recipientKeys: [recipientKey],
});
