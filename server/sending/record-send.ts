import type { EventType } from '../../shared/api/events.ts';
import { appendAuditAll, type AuditNote } from '../audit/append.ts';
import type { AuditAction } from '../audit/actions.ts';
import { tellAll } from '../store/events.ts';
import type { SendHead } from '../store/sends.ts';
import { tellOfSends } from '../store/tell-of-sends.ts';
import type { Db } from '../store/store.ts';

/** What happened to a send, for the audit and, with `event`, for the feeds of both people. */
export type SendNote = {
  action: AuditAction;
  event: EventType | null;
  actorId: string | null;
  now: number;
  details?: Record<string, unknown>;
};

/** Writes down what happened to one send and tells both people, in the unit of work that did it. */
export const recordSend = (q: Db, send: SendHead, note: SendNote): Promise<void> =>
  recordSends(q, [{ send, note }]);

/** The same for several sends at once. */
export async function recordSends(
  q: Db,
  records: readonly { send: SendHead; note: SendNote }[],
): Promise<void> {
  if (records.length === 0) return;
  await tellAll(
    q,
    records.flatMap(({ send, note: { event, actorId, now } }) =>
      event === null
        ? []
        : [...new Set([send.requestorId, send.acceptorId])].map((memberId) => ({
            memberId,
            note: {
              ...{ type: event, subjectId: send.id, at: now },
              // Whoever found out that it went, it is the requestor who sent: see `LiveEvent.actor`.
              actorId: event === 'send.sent' ? send.requestorId : actorId,
            },
          })),
    ),
  );
  await appendAuditAll(
    q,
    records.map(({ send, note }) => auditNote(send, note)),
  );
}

const auditNote = (send: SendHead, { action, actorId, now, details }: SendNote): AuditNote => ({
  workspaceId: send.workspaceId,
  at: now,
  action,
  actorId,
  subjectType: 'send',
  subjectId: send.id,
  requestorId: send.requestorId,
  acceptorId: send.acceptorId,
  details: { grantId: send.grantId, ...details },
});

/** What one act did to many sends: each is written down, and of those of one batch both people are told once. */
export async function recordTogether(
  q: Db,
  sends: readonly SendHead[],
  note: Omit<SendNote, 'event'> & { event: EventType; batchEvent: EventType },
): Promise<void> {
  if (sends.length === 0) return;
  const { event: one, batchEvent: many, actorId, now: at } = note;
  await tellOfSends(q, sends, { one, many, actorId, at });
  await appendAuditAll(
    q,
    sends.map((send) => auditNote(send, { ...note, event: null })),
  );
}
