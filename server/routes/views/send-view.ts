import type { Send, Waiting } from '../../../shared/api/sends.ts';
import { explainWait, type Wait } from '../../sending/explain-wait.ts';
import { messages } from '../../messages.ts';
import { isErased, openBody, openHeading, type Body } from '../../sending/content.ts';
import { failureText } from '../../sending/failure-text.ts';
import { never } from '../../sending/never.ts';
import { createPace, gmailLimits, type Pace } from '../../sending/pace.ts';
import type { Sealer } from '../../mail/sealed-mail.ts';
import { readOutcomes } from '../../store/outcomes.ts';
import { readPeople } from '../../store/people.ts';
import type { SendRow } from '../../store/sends.ts';
import type { Db } from '../../store/store.ts';
import { readSurroundings } from '../../store/wait-facts.ts';
import { toInstant } from './instant.ts';
import { viewOutcome, viewTracking } from './outcome-view.ts';

/** What a view of sends depends on besides them: who reads it, when, and what tells those in a queue when their turn comes. */
export type Viewing = { vault: Sealer; readerId: string; now: number; pace?: Pace | undefined };

/** Sends as the reader, one of their two people, sees them. Thread and message ids are not among it. */
export async function viewSends(
  q: Db,
  rows: readonly SendRow[],
  { vault, readerId, now, pace = gmailPace }: Viewing,
): Promise<Send[]> {
  const queued = rows.filter(({ state }) => state === 'queued');
  const [people, surroundings, outcomes] = await Promise.all([
    readPeople(
      q,
      rows.flatMap((row) => [row.requestorId, row.acceptorId]),
    ),
    readSurroundings(
      q,
      queued.map(({ id }) => id),
    ),
    readOutcomes(
      q,
      rows.map(({ id }) => id),
    ),
  ]);
  return rows.map((row) => {
    const { subject, toName } = isErased(row.sealedHeading) ? messages.erased : openHeading(vault, row);
    const [requestor, acceptor] = [people.get(row.requestorId)!, people.get(row.acceptorId)!];
    return {
      id: row.id,
      state: row.state,
      grantId: row.grantId,
      mailboxId: row.mailboxId,
      requestor,
      acceptor,
      to: { email: row.toEmail, name: toName },
      subject,
      contentHash: row.contentHash,
      inReplyTo: row.inReplyTo,
      batchId: row.batchId,
      createdAt: toInstant(row.createdAt),
      plannedAt: toInstant(row.plannedAt),
      dueAt: toInstant(row.dueAt === never ? row.plannedAt : row.dueAt),
      waiting: viewWait(explainWait(row, surroundings.get(row.id), pace, now)),
      undoUntil: row.state === 'queued' && row.undoUntil > now ? toInstant(row.undoUntil) : null,
      sentAt: toInstant(row.sentAt),
      listedAt: toInstant(row.sentAt ?? row.endedAt ?? row.plannedAt),
      attempts: row.attempts,
      tracking: viewTracking(outcomes.get(row.id)!),
      outcome: row.state === 'sent' ? viewOutcome(outcomes.get(row.id)!) : null,
      failure:
        row.failure === null
          ? null
          : {
              code: row.failure,
              message: failureText(
                { state: row.state, failure: row.failure, isLookedFor: row.leaseUntil !== null },
                // Of an email from my own mailbox I am both.
                row.acceptorId === readerId
                  ? { side: 'acceptor', otherName: requestor.name }
                  : { side: 'requestor', otherName: acceptor.name },
              ),
            },
    };
  });
}

const gmailPace = createPace(gmailLimits);

const viewWait = (wait: Wait | null): Waiting | null =>
  wait && { reason: wait.reason, until: toInstant(wait.until) };

/** The words of a send; none are left when its writer had their data deleted. */
export const viewBody = (vault: Sealer, row: SendRow): Body =>
  isErased(row.sealedBody) ? { html: '', text: '' } : openBody(vault, row);

/** One send. See `viewSends`. */
export async function viewSend(q: Db, row: SendRow, viewing: Viewing): Promise<Send> {
  const [view] = await viewSends(q, [row], viewing);
  return view!;
}
