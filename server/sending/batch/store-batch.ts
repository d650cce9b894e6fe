import { v7 as uuidv7 } from 'uuid';
import type { GrantActor } from '../../grants/grant-actor.ts';
import type { Sealer } from '../../mail/sealed-mail.ts';
import { insertBatch, type BatchRow } from '../../store/batches.ts';
import { noteDue } from '../../store/queue.ts';
import { insertFreshSends, type NewSend } from '../../store/sends.ts';
import type { Db } from '../../store/store.ts';
import { changeUsage } from '../../store/usage.ts';
import { insertTrackedSends, type NewTracked } from '../../store/tracked-sends.ts';
import { readPolicy } from '../../store/workspaces.ts';
import { decideTracking } from '../../tracking/track-sends.ts';
import { hashBatch, hashContent, sealSubject } from '../content.ts';
import type { Place } from '../plan-days.ts';
import type { BatchSender } from './plan-batch.ts';
import type { PreparedRow } from './prepare-rows.ts';
import { recordBatch } from './record-batch.ts';

type Storing = {
  key: string;
  requestHash: string;
  actor: GrantActor;
  request: { subject: string };
  rows: readonly PreparedRow[];
  places: readonly Place[];
  from: BatchSender;
};

/**
 * Stores a batch with all of its emails, takes their days of the cap, wakes the dispatcher and writes it down. Null
 * when the key was used meanwhile, and then nothing is stored.
 */
export async function storeBatch(q: Db, vault: Sealer, storing: Storing): Promise<BatchRow | null> {
  const { key, requestHash, actor, request, from } = storing;
  const { mailbox, grant, facts } = from.sender;
  const id = uuidv7();
  const people = {
    workspaceId: actor.workspaceId,
    requestorId: actor.memberId,
    acceptorId: facts.mailbox.ownerId,
    mailboxId: mailbox.id,
    grantId: grant?.id ?? null,
  };
  const policy = await readPolicy(q, people.workspaceId);
  const tracked = storing.rows.flatMap((row) => decideTracking(policy, { ...row, toEmail: row.email }) ?? []);
  const sends = sendsOf(id, people, storing, { tracked, unsubscribeLine: policy.unsubscribeLine });
  const batch = await insertBatch(q, {
    ...{ id, ...people, state: 'running', idempotencyKey: key, requestHash },
    sealedHeading: sealSubject(vault, id, request.subject),
    contentHash: hashBatch(sends.map(({ contentHash }) => contentHash)),
    total: sends.length,
    createdAt: actor.now,
  });
  if (!batch) return null;
  await insertFreshSends(q, sends);
  await insertTrackedSends(q, tracked);
  await takeDays(q, from, storing.places);
  const dueAt = Math.min(...sends.map((send) => send.dueAt));
  if (!from.approval) await noteDue(q, [{ mailboxId: mailbox.id, dueAt }]);
  const { contentHash, total } = batch;
  await recordBatch(q, batch, {
    ...{ action: 'batch.submit', event: from.approval ? 'batch.held' : 'batch.submitted', actor },
    details: { contentHash, total, held: from.approval },
    each: { action: 'send.submit', sends },
  });
  return batch;
}

type People = Pick<NewSend, 'workspaceId' | 'requestorId' | 'acceptorId' | 'mailboxId' | 'grantId'>;

/** What goes into its emails beside their words: what is to be seen of which, and the line that ends them all. */
type Added = { tracked: readonly NewTracked[]; unsubscribeLine: boolean };

function sendsOf(
  batchId: string,
  people: People,
  storing: Storing,
  { tracked, unsubscribeLine }: Added,
): NewSend[] {
  const { rows, places, requestHash, actor, from } = storing;
  const trackedById = new Map(tracked.map((it) => [it.sendId, it]));
  return rows.map((row, i) => {
    const place = places[i]!;
    const isMoved = place.dueAt !== from.plan.dueAt;
    return {
      ...{ id: row.id, ...people, batchId, batchRow: row.row },
      state: from.approval ? 'held' : 'queued',
      // No client's key has a space in it.
      idempotencyKey: `batch ${batchId} ${row.row}`,
      requestHash,
      toEmail: row.email,
      recipientKey: row.recipientKey,
      ...row.sealed,
      contentHash: hashContent(people.mailboxId, row.email, row.content, {
        tracking: trackedById.get(row.id),
        unsubscribeLine,
      }),
      unsubscribeLine,
      createdAt: actor.now,
      ...from.plan,
      ...place,
      plannedAt: isMoved ? place.dueAt : from.plan.plannedAt,
    };
  });
}

async function takeDays(q: Db, { sender: { grant } }: BatchSender, places: readonly Place[]): Promise<void> {
  if (grant === null) return;
  const days = new Map<string, number>();
  for (const { usageDay } of places) days.set(usageDay, (days.get(usageDay) ?? 0) + 1);
  await changeUsage(q, { grantId: grant.id, cap: grant.terms.dailyCap }, days);
}
