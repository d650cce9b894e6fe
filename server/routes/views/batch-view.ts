import type { Batch } from '../../../shared/api/batches.ts';
import type { Sealer } from '../../mail/sealed-mail.ts';
import { messages } from '../../messages.ts';
import { isErased, openSubject } from '../../sending/content.ts';
import { readProgress, unfinishedStates, type BatchRow } from '../../store/batches.ts';
import { readPeople } from '../../store/people.ts';
import type { Db } from '../../store/store.ts';
import { toInstant } from './instant.ts';

/** Batches as their two people see them; a page costs two queries, whatever its length. */
export async function viewBatches(q: Db, vault: Sealer, rows: readonly BatchRow[]): Promise<Batch[]> {
  const [people, progress] = await Promise.all([
    readPeople(
      q,
      rows.flatMap((row) => [row.requestorId, row.acceptorId]),
    ),
    readProgress(
      q,
      rows.map((row) => row.id),
    ),
  ]);
  return rows.map((row) => {
    const { counts, lastEndedAt } = progress.get(row.id)!;
    const hasEnded = unfinishedStates.every((state) => counts[state] === 0);
    return {
      id: row.id,
      // That it was cancelled says more than that it is over.
      state: hasEnded && row.state !== 'cancelled' ? 'done' : row.state,
      grantId: row.grantId,
      mailboxId: row.mailboxId,
      requestor: people.get(row.requestorId)!,
      acceptor: people.get(row.acceptorId)!,
      subject: isErased(row.sealedHeading) ? messages.erased.subject : openSubject(vault, row),
      total: row.total,
      counts,
      contentHash: row.contentHash,
      createdAt: toInstant(row.createdAt),
      endedAt: hasEnded ? toInstant(lastEndedAt) : null,
    };
  });
}

/** One batch. See `viewBatches`. */
export async function viewBatch(q: Db, vault: Sealer, row: BatchRow): Promise<Batch> {
  const [view] = await viewBatches(q, vault, [row]);
  return view!;
}
