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
  const answer = { status: 202, code: null, sendId, tries: 1, beganAt: 1_000, endedAt: 1_010 };
  journal.submit({ ...told, ...answer });
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
  } as Send;
  const receipt: Receipt = {
    ...{ sendId, at: 1_050, status: 200, accepted: true, fault: null },
    ...{ process: 7, from: 'maya@acme.test', to: ['jonas@c.test'] },
  };
  const stored = {
    sends: [send],
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

/** Audit entries in order, of what they are about. */
export const chain = (
  entries: readonly [action: string, subjectId: string, details: object][],
): Stored['audit'] =>
  entries.map(([action, subjectId, details], i) => ({
    ...{ seq: i + 1, at: 1_000 + i, action, subjectId, details: JSON.stringify(details) },
    subjectType: action.split('.')[0],
  })) as Stored['audit'];
