import { appendAudit } from '../audit/append.ts';
import { notFound, type Refusal } from '../refusal.ts';
import { findColleague } from '../store/people.ts';
import { lockMailboxes } from '../store/queue.ts';
import { setPaused } from '../store/suspension.ts';
import type { Store } from '../store/store.ts';
import { blockWaitingOfMailbox } from './block-waiting.ts';
import type { GrantActor } from './grant-actor.ts';
import { refreshSuspension } from './refresh-suspension.ts';

/**
 * The acceptor's one switch. Pausing suspends every grant from their mailbox and blocks what others had waiting, in
 * one unit of work; ending the pause makes the grants live again, and what was blocked stays blocked. Pausing twice is
 * the same as once. Resolves with how many emails it stopped.
 */
export function setPause(
  store: Store,
  { memberId, workspaceId, now }: GrantActor,
  paused: boolean,
): Promise<{ stopped: number } | Refusal> {
  return store.tx(async (q) => {
    const me = await findColleague(q, workspaceId, memberId);
    if (!me) return notFound();
    // Whoever submits, approves or edits holds it too: they come before all of this or after it.
    await lockMailboxes(q, [me.mailbox.id]);
    if (!(await setPaused(q, memberId, paused ? now : null))) return { stopped: 0 };
    await refreshSuspension(q, me.mailbox.id, now, memberId);
    const stopped = paused
      ? await blockWaitingOfMailbox(q, me.mailbox.id, 'mailbox_paused', {
          actorId: memberId,
          now,
          own: false,
        })
      : 0;
    await appendAudit(q, {
      workspaceId,
      at: now,
      action: paused ? 'pause.begin' : 'pause.end',
      actorId: memberId,
      subjectType: 'member',
      subjectId: memberId,
      acceptorId: memberId,
      details: { stopped },
    });
    return { stopped };
  });
}
