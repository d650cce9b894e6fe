import { defaultTerms } from '../../shared/domain/terms.ts';
import { Journal } from '../history/journal.ts';
import type { Receipt } from '../system/google-messages.ts';
import type { Evidence, Stored } from './evidence.ts';

type Send = Stored['sends'][number];

/** Of version 7, begun a second after the epoch. */
export const sendId = '00000000-03e8-7000-8000-000000000000';

/** A day of one company in which one email was taken, handed over once, accepted, and everybody was told. */
export function goodDay(): Evidence {
  const journal = new Journal();
  const told = { key: 'key-1', requestorId: 'ravi', mailboxId: 'box', grantId: 'grant', to: 'jonas@c.test' };
  const written = { subject: 'A role', batchKey: null };
  const answer = { status: 202, code: null, sendId, tries: 1, beganAt: 1_000, endedAt: 1_010 };
  journal.submit({ ...told, ...written, ...answer });
  const send = {
    ...{
      id: sendId,
      state: 'sent',
      requestorId: 'ravi',
      acceptorId: 'maya',
      mailboxId: 'box',
      grantId: 'grant',
    },
    ...{ idempotencyKey: 'key-1', toEmail: 'jonas@c.test', usageDay: '1970-01-01', leaseUntil: null },
    ...{ batchId: null, batchRow: null },
  } as Send;
  const receipt: Receipt = {
    ...{ sendId, at: 1_050, status: 200, accepted: true, fault: null },
    ...{ process: 7, from: 'maya@acme.test', to: ['jonas@c.test'], subject: 'A role' },
  };
  const stored = {
    sends: [send],
    batches: [],
    grants: [{ id: 'grant', terms: { ...defaultTerms, dailyCap: 2 } }],
    usage: [{ grantId: 'grant', day: '1970-01-01', used: 1 }],
    mailboxes: [{ id: 'box', email: 'maya@acme.test', restsUntil: 0, nextDueAt: null }],
    members: [
      { id: 'maya', eventSeq: 1 },
      { id: 'ravi', eventSeq: 1 },
    ],
    audit: chain([
      ['grant.give', 'grant', {}],
      ['send.submit', sendId, { dueAt: 1_000 }],
      ['send.handOver', sendId, { epoch: 1 }],
      ['send.accept', sendId, {}],
    ]),
    events: ['maya', 'ravi'].map((memberId) => ({ memberId, seq: 1, type: 'send.sent', subjectId: sendId })),
    brokenChains: [],
  } as unknown as Stored;
  const cast = { people: [], pairs: [] };
  return { cast, journal, receipts: [receipt], canary: 0, stalls: [], mishaps: [], stored, now: 9_000 };
}

export const batchId = '00000000-03e9-7000-8000-000000000000';

/** A batch of one email from Maya's own mailbox, which went out like the first one. */
export function addBatch({ journal, receipts, stored }: Evidence): void {
  const id = '00000000-03ea-7000-8000-000000000000';
  const [first] = journal.taken;
  const told = { requestorId: 'maya', mailboxId: 'box', grantId: null };
  const key = `batch ${batchId} 0`;
  const asked = { ...first!, ...told, to: 'eva@c.test', subject: 'A role for Eva' };
  journal.submit({ ...asked, key, batchKey: 'key-2', sendId: id });
  journal.submitBatch({ ...first!, ...told, key: 'key-2', to: ['eva@c.test'], batchId });
  const { to: toEmail } = asked;
  stored.sends.push({
    ...{ ...stored.sends[0]!, ...told, id, acceptorId: 'maya', idempotencyKey: key, toEmail },
    ...{ batchId, batchRow: 0 },
  });
  stored.batches.push({
    ...{ id: batchId, state: 'running', requestorId: 'maya', acceptorId: 'maya' },
    ...{ idempotencyKey: 'key-2', total: 1, endedAt: 1_060 },
  } as Stored['batches'][number]);
  receipts.push({ ...receipts[0]!, sendId: id, to: ['eva@c.test'], subject: 'A role for Eva' });
  stored.audit.push(
    ...chain([
      ['batch.submit', batchId, {}],
      ['send.submit', id, { dueAt: 1_000 }],
      ['send.handOver', id, { epoch: 1 }],
      ['send.accept', id, {}],
    ]),
  );
  const event = (seq: number, type: string, subjectId: string) => ({
    memberId: 'maya',
    seq,
    type,
    subjectId,
  });
  const events = [event(2, 'send.sent', id), event(3, 'batch.done', batchId)];
  stored.events.push(...(events as Stored['events']));
  stored.members[0]!.eventSeq = 3;
}

/** Audit entries in order, of what they are about. */
export const chain = (
  entries: readonly [action: string, subjectId: string, details: object][],
): Stored['audit'] =>
  entries.map(([action, subjectId, details], i) => ({
    ...{ seq: i + 1, at: 1_000 + i, action, subjectId, details: JSON.stringify(details) },
    subjectType: action.split('.')[0],
  })) as Stored['audit'];
