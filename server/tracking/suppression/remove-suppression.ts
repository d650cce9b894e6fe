import { appendAudit } from '../../audit/append.ts';
import type { GrantActor } from '../../grants/grant-actor.ts';
import { notFound, refuse, type Refusal } from '../../refusal.ts';
import { findMember } from '../../store/members.ts';
import type { Store } from '../../store/store.ts';
import { deleteSuppression, lockSuppression } from '../../store/suppressions.ts';

/**
 * Lets somebody be written to again: an admin anybody, whoever put them down those. What a recipient asked for
 * themselves only an admin takes back, when they asked for that too. Null: done.
 */
export const removeSuppression = (
  store: Store,
  { memberId, workspaceId, now }: GrantActor,
  id: string,
): Promise<Refusal | null> =>
  store.tx(async (q) => {
    const row = await lockSuppression(q, workspaceId, id);
    if (!row) return notFound();
    const isAdmin = (await findMember(q, memberId))?.role === 'admin';
    if (!isAdmin && row.byMemberId !== memberId) {
      return refuse(
        'forbidden',
        row.source === 'recipient'
          ? 'This recipient asked not to be written to. Only an admin can take that back; nothing was changed.'
          : 'Only an admin, or who put this address down, can remove it. Nothing was changed.',
      );
    }
    await deleteSuppression(q, id);
    const { source, erasureAskedAt } = row;
    // Their wish to be deleted goes with the row: it is not dropped without a trace.
    const details = { source, ...(erasureAskedAt !== null && { erasureAskedAt }) };
    await appendAudit(q, {
      ...{ workspaceId, at: now, action: 'suppression.remove', actorId: memberId },
      ...{ subjectType: 'suppression', subjectId: id, details },
    });
    return null;
  });
