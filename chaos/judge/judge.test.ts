import { expect, it } from 'vitest';
import type { Edited, Stopped } from '../history/journal.ts';
import type { Evidence } from './evidence.ts';
import { checks, judge } from './judge.ts';
import { addBatch, batchId, chain, goodDay, sendId } from './testing.ts';

const stop = (more: Partial<Stopped>): Stopped => ({
  ...{ by: 'revoke', beganAt: 900, endedAt: 950, until: Infinity, doubtful: false },
  ...more,
});

const edited = (more: Partial<Edited>): Edited => ({
  ...{ sendId, to: 'jonas@c.test', subject: 'A role', acknowledged: true, beganAt: 1_020, endedAt: 1_030 },
  ...more,
});

it('finds nothing wrong with a good day', () => {
  expect(judge(goodDay())).toEqual([]);
});

it('lets an uncertain email end as sent, as failed, and go out again', () => {
  const day = goodDay();
  day.stored.audit = chain([
    ['grant.give', 'grant', {}],
    ['send.submit', sendId, { dueAt: 1_000 }],
    ['send.handOver', sendId, { epoch: 1 }],
    ['send.uncertain', sendId, {}],
    ['send.look', sendId, {}],
    ['send.handOver', sendId, { epoch: 2 }],
    ['send.uncertain', sendId, {}],
    ['send.resolve', sendId, { outcome: 'sent' }],
  ]);
  expect(judge(day)).toEqual([]);
});

it('finds nothing wrong with a batch, nor with one whose people were told of all of it at once', () => {
  const day = goodDay();
  addBatch(day);
  expect(judge(day)).toEqual([]);
  const [, told, over] = day.stored.events.filter(({ memberId }) => memberId === 'maya');
  Object.assign(told!, { type: 'batch.sent', subjectId: batchId });
  expect(judge(day)).toEqual([]);
  over!.type = 'send.queued';
  expect(judge(day).map(({ check }) => check)).toEqual(['both people are told']);
});

it('lets an edited email go out as either where the answer was lost, and as edited where it was not', () => {
  const day = goodDay();
  day.journal.edited.push(edited({ subject: 'Another role', acknowledged: false }));
  expect(judge(day)).toEqual([]);
  day.receipts[0]!.subject = 'Another role';
  expect(judge(day)).toEqual([]);
  day.journal.edited[0]!.acknowledged = true;
  expect(judge(day)).toEqual([]);
});

it('lets what was approved go out at another time', () => {
  const day = goodDay();
  day.stored.grants[0]!.terms.approval = 'every';
  const later = { from: 'same', contentHash: 'same', state: 'queued', dueAt: 1_000 };
  day.stored.audit.splice(
    2,
    0,
    ...chain([
      ['send.approve', sendId, {}],
      ['send.edit', sendId, later],
    ]),
  );
  expect(judge(day)).toEqual([]);
});

type Wrong = [promise: string, what: string, spoil: (day: Evidence) => void];

/** One thing goes wrong in a good day, and which promise that breaks. */
const wrongs: Wrong[] = [
  ['nothing acknowledged is lost', 'not stored', ({ stored }) => (stored.sends = [])],
  [
    'nothing acknowledged is lost',
    'comes to no end',
    ({ stored: { sends } }) => (sends[0]!.state = 'queued'),
  ],
  [
    'nothing acknowledged is lost',
    'another recipient',
    ({ stored: { sends } }) => (sends[0]!.toEmail = 'x@c.test'),
  ],
  ['nothing acknowledged is lost', 'no answer', ({ journal }) => journal.unanswered.push('nobody answered')],
  [
    'what was edited goes out as edited',
    'to the one it was written to',
    ({ journal }) => journal.edited.push(edited({ to: 'x@c.test' })),
  ],
  [
    'what was edited goes out as edited',
    'as it was written',
    ({ journal }) => journal.edited.push(edited({ subject: 'Another role' })),
  ],
  [
    'what was edited goes out as edited',
    'edited after it went out',
    ({ journal }) => journal.edited.push(edited({ subject: 'Another role', endedAt: 2_000 })),
  ],
  [
    'what was edited goes out as edited',
    'an older version was handed over',
    (day) => {
      day.receipts[0]!.subject = 'Another role';
      day.receipts.unshift({ ...day.receipts[0]!, subject: 'A role', accepted: false });
      day.journal.edited.push(edited({ subject: 'Another role' }));
    },
  ],
  ['nothing goes out twice', 'accepted twice', (day) => day.receipts.push({ ...day.receipts[0]! })],
  [
    'nothing goes out twice',
    'not ours',
    (day) => day.receipts.push({ ...day.receipts[0]!, sendId: 'other' }),
  ],
  ['the state is the truth', 'never accepted', (day) => (day.receipts = [])],
  ['the state is the truth', 'called failed', ({ stored: { sends } }) => (sends[0]!.state = 'failed')],
  ['the state is the truth', 'wrong mailbox', ({ receipts }) => (receipts[0]!.from = 'tom@acme.test')],
  ['the state is the truth', 'wrong recipient', ({ receipts }) => (receipts[0]!.to = ['x@c.test'])],
  [
    'nothing goes out without consent',
    'handed over after the grant ended',
    ({ stored }) =>
      (stored.audit = chain([
        ['grant.give', 'grant', {}],
        ['send.submit', sendId, { dueAt: 1_000 }],
        ['grant.revoke', 'grant', {}],
        ['send.handOver', sendId, { epoch: 1 }],
        ['send.accept', sendId, {}],
      ])),
  ],
  [
    'nothing goes out without consent',
    'handed over in a pause',
    ({ stored }) => stored.audit.unshift(...chain([['pause.begin', 'maya', {}]])),
  ],
  [
    'nothing goes out without consent',
    'handed over from a disconnected mailbox',
    ({ stored }) => stored.audit.unshift(...chain([['mailbox.disconnect', 'box', {}]])),
  ],
  [
    'nothing goes out without consent',
    'handed over when the grant had run out',
    ({ stored }) => (stored.grants[0]!.terms.expiresAt = new Date(1_001).toISOString()),
  ],
  [
    'nothing goes out without consent',
    'not approved',
    ({ stored }) => (stored.grants[0]!.terms.approval = 'every'),
  ],
  [
    'nothing goes out without consent',
    'approved, and changed since',
    ({ stored }) => {
      stored.grants[0]!.terms.approval = 'every';
      const changed = { from: 'old', contentHash: 'new', state: 'queued', dueAt: 1_000 };
      stored.audit.splice(
        2,
        0,
        ...chain([
          ['send.approve', sendId, {}],
          ['send.edit', sendId, changed],
        ]),
      );
    },
  ],
  [
    'nothing goes out without consent',
    'held again, and not let go',
    ({ stored }) => {
      const changed = { from: 'old', contentHash: 'new', state: 'held', dueAt: 1_000 };
      stored.audit.splice(2, 0, ...chain([['send.edit', sendId, changed]]));
    },
  ],
  [
    'nothing goes out without consent',
    'handed over while its requestor was frozen',
    ({ stored }) => stored.audit.unshift(...chain([['member.freeze', 'ravi', {}]])),
  ],
  [
    'nothing goes out without consent',
    'one more than the cap',
    ({ stored }) => (stored.grants[0]!.terms.dailyCap = 0),
  ],
  [
    'what was stopped stays stopped',
    'taken after the revocation',
    ({ journal }) => journal.stopped.push(stop({ grantId: 'grant' })),
  ],
  [
    'what was stopped stays stopped',
    'handed over long after the pause',
    (day) => {
      day.journal.stopped.push(stop({ by: 'pause', mailboxId: 'box', beganAt: 1_020, endedAt: 1_030 }));
      day.receipts[0]!.at = 60_000;
    },
  ],
  [
    'what was stopped stays stopped',
    'own email handed over long after the freeze',
    (day) => {
      day.journal.stopped.push(stop({ by: 'freeze', mailboxId: 'box', beganAt: 1_020, endedAt: 1_030 }));
      day.stored.sends[0]!.grantId = null;
      day.receipts[0]!.at = 60_000;
    },
  ],
  ['daily caps are exact', 'counted wrong', ({ stored: { usage } }) => (usage[0]!.used = 2)],
  ['daily caps are exact', 'over the cap', ({ stored: { grants } }) => (grants[0]!.terms.dailyCap = 0)],
  [
    'daily caps are exact',
    'refused too early',
    ({ journal }) =>
      journal.submit({ ...journal.submitted[0]!, key: 'key-2', sendId: null, code: 'cap_reached' }),
  ],
  [
    'one key, one email',
    'two emails',
    ({ journal }) =>
      journal.repeat({ ...journal.submitted[0]!, changed: false, sendId: 'other', beganAt: 2_000 }),
  ],
  [
    'one key, one email',
    'taken for another request',
    ({ journal }) => journal.repeat({ ...journal.submitted[0]!, changed: true, beganAt: 2_000 }),
  ],
  [
    'what was refused is not taken',
    'refused and stored',
    ({ journal }) => Object.assign(journal.submitted[0]!, { status: 429, code: 'cap_reached', sendId: null }),
  ],
  ['the audit tells what happened', 'an entry missing', ({ stored: { audit } }) => audit.splice(2, 1)],
  [
    'the audit tells what happened',
    'another end',
    ({ stored: { audit } }) => (audit[3]!.action = 'send.fail'),
  ],
  [
    'the audit tells what happened',
    'something that nobody knows',
    ({ stored: { audit } }) => (audit[0]!.action = 'grant.forget'),
  ],
  [
    'the audit tells what happened',
    'more requests than entries',
    (day) => day.receipts.push({ ...day.receipts[0]!, accepted: false }),
  ],
  ['both people are told', 'one is not', ({ stored: { events } }) => (events[0]!.type = 'send.queued')],
  ['both people are told', 'a gap', ({ stored: { events } }) => (events[1]!.seq = 2)],
  ['nothing is held at rest', 'a lease', ({ stored: { sends } }) => (sends[0]!.leaseUntil = 5)],
  [
    'nothing is held at rest',
    'a busy mailbox',
    ({ stored: { mailboxes } }) => (mailboxes[0]!.restsUntil = 9_999),
  ],
  ['nothing is held at rest', 'mail for the canary', (day) => (day.canary = 1)],
  ['no server fails by itself', 'one ended', ({ mishaps }) => mishaps.push('server-0 ended by itself')],
  ['no server fails by itself', 'a broken chain', ({ stored }) => stored.brokenChains.push('broken at 3')],
];

/** The same in a day with a batch. */
const wrongBatches: Wrong[] = [
  ['all of a batch or none', 'one missing', ({ stored: { sends } }) => sends.pop()],
  ['all of a batch or none', 'one twice', ({ stored: { sends } }) => sends.push({ ...sends[1]! })],
  ['all of a batch or none', 'emails without it', ({ stored }) => (stored.batches = [])],
  ['all of a batch or none', 'no end', ({ stored: { batches } }) => (batches[0]!.endedAt = null)],
  ['all of a batch or none', 'written by nobody', ({ journal }) => journal.batches.pop()],
  [
    'what was stopped stays stopped',
    'handed over long after it was paused',
    (day) => {
      const pause = { by: 'pause of a batch', batchId, beganAt: 1_020, endedAt: 1_030 } as const;
      day.journal.stopped.push(stop(pause));
      day.receipts[1]!.at = 60_000;
    },
  ],
  [
    'one key, one email',
    'two batches',
    ({ journal }) => journal.repeat({ ...journal.submitted[0]!, key: 'key-2', changed: false, sendId: 'x' }),
  ],
  [
    'what was refused is not taken',
    'refused and stored',
    ({ journal }) => Object.assign(journal.batches[0]!, { status: 429, code: 'cap_reached' }),
  ],
  [
    'the audit tells what happened',
    'paused twice',
    ({ stored: { audit } }) =>
      audit.push(
        ...chain([
          ['batch.pause', batchId, {}],
          ['batch.pause', batchId, {}],
        ]),
      ),
  ],
  [
    'the audit tells what happened',
    'cancelled, and running',
    ({ stored: { audit } }) => audit.push(...chain([['batch.cancel', batchId, {}]])),
  ],
];

it.each(wrongBatches)('%s: %s, of a batch', (promise, _, spoil) => {
  const day = goodDay();
  addBatch(day);
  spoil(day);
  expect(judge(day).map(({ check }) => check)).toContain(promise);
});

it.each(wrongs)('%s: %s', (promise, _, spoil) => {
  const day = goodDay();
  spoil(day);
  expect(judge(day).map(({ check }) => check)).toContain(promise);
});

it('has something that breaks each promise', () => {
  expect(new Set([...wrongs, ...wrongBatches].map(([promise]) => promise))).toEqual(
    new Set(checks.map(({ name }) => name)),
  );
});

it('lets an email be refused for its cap once there were as many', () => {
  const day = goodDay();
  day.stored.grants[0]!.terms.dailyCap = 1;
  day.journal.submit({ ...day.journal.submitted[0]!, key: 'key-2', sendId: null, code: 'cap_reached' });
  expect(judge(day)).toEqual([]);
});

it('holds nobody to what an earlier request of theirs may have undone', () => {
  const day = goodDay();
  day.journal.stopped.push(stop({ by: 'pause', mailboxId: 'box', doubtful: true }));
  expect(judge(day)).toEqual([]);
});
