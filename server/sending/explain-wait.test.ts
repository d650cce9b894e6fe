import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sendFailures, sendStates } from '../../shared/domain/send-state.ts';
import { restReasons, waitReasons } from '../../shared/domain/send-wait.ts';
import { mailboxStates } from '../../shared/api/mailboxes.ts';
import { batchStates } from '../../shared/domain/batch-state.ts';
import type { Surroundings } from '../store/wait-facts.ts';
import { explainWait } from './explain-wait.ts';
import { createPace, gmailLimits } from './pace.ts';

const now = 1_790_000_000_000;
const soon = now + 60_000;
const later = now + 3_600_000;
const pace = createPace(gmailLimits);
const hours = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' };

const due = {
  state: 'queued' as const,
  dueAt: now,
  plannedAt: now,
  undoUntil: now,
  failure: null,
  hours: null,
  leaseUntil: null,
  grantId: 'grant',
};
type Facts = Parameters<typeof explainWait>[0];
const quiet: Surroundings['mailbox'] = {
  state: 'connected',
  restReason: null,
  restsUntil: 0,
  delegatedRestsUntil: 0,
  paceAt: 0,
};
const explain = (
  send: Partial<Facts>,
  mailbox: Partial<Surroundings['mailbox']> = {},
  rest: Partial<Omit<Surroundings, 'mailbox'>> = {},
) =>
  explainWait(
    { ...due, ...send },
    { batch: null, ahead: 0, ...rest, mailbox: { ...quiet, ...mailbox } },
    pace,
    now,
  );

it.each([
  ['is to be read by the acceptor first', explain({ state: 'held' }), 'approval', null],
  ['can still be undone', explain({ undoUntil: soon, dueAt: soon, plannedAt: soon }), 'undo', soon],
  [
    'can still be undone, for later too',
    explain({ undoUntil: soon, dueAt: later, plannedAt: later }),
    'undo',
    soon,
  ],
  ['was asked for later', explain({ dueAt: later, plannedAt: later }), 'scheduled', later],
  [
    'was asked for later, outside of its hours',
    explain({ dueAt: later, plannedAt: soon, hours }),
    'scheduled',
    later,
  ],
  ['waits for its working hours', explain({ dueAt: later, hours }), 'working_hours', later],
  ['is part of a paused batch', explain({}, {}, { batch: 'paused' }), 'batch_paused', null],
  [
    'is part of a paused batch, wherever that moved it to',
    explain({ dueAt: later, hours }, {}, { batch: 'paused' }),
    'batch_paused',
    null,
  ],
  [
    'is part of a paused batch, and was asked for later',
    explain({ dueAt: later, plannedAt: soon }, {}, { batch: 'paused' }),
    'batch_paused',
    null,
  ],
  ['is part of a batch that runs', explain({}, {}, { batch: 'running' }), 'queue', now],
  ['has a disconnected mailbox', explain({}, { state: 'disconnected' }), 'mailbox_disconnected', null],
  [
    'found its mailbox disconnected when it was tried',
    explain(
      { failure: 'mailbox_disconnected' },
      { state: 'disconnected', restReason: 'pace', restsUntil: later },
    ),
    'mailbox_disconnected',
    null,
  ],
  [
    'found its mailbox disconnected, and it is connected again',
    explain({ failure: 'mailbox_disconnected' }),
    'queue',
    now,
  ],
  [
    'was told to slow down',
    explain({ failure: 'provider_limit', dueAt: soon }, { restReason: 'provider_rest', restsUntil: soon }),
    'provider_rest',
    soon,
  ],
  [
    'is behind one that was told to slow down',
    explain({}, { restReason: 'provider_rest', restsUntil: soon }),
    'provider_rest',
    soon,
  ],
  ['did not come through', explain({ failure: 'provider_unreachable', dueAt: soon }), 'retry', soon],
  [
    'is behind one that did not come through',
    explain({}, { restReason: 'retry', restsUntil: soon }),
    'retry',
    soon,
  ],
  ['is over the pace of its mailbox', explain({}, { restReason: 'pace', restsUntil: soon }), 'pace', soon],
  [
    'is behind forty others in a mailbox whose pace allows the next one now',
    explain({}, { restReason: 'busy', restsUntil: later, paceAt: now }, { ahead: 40 }),
    'pace',
    now + 40 * pace.intervalMs,
  ],
  [
    'is of others, whose share of the day is used up',
    explain({}, { delegatedRestsUntil: later }),
    'daily_limit',
    later,
  ],
  [
    'is of others, whose share of the day is used up for longer than the pace lasts',
    explain({}, { delegatedRestsUntil: later, restReason: 'pace', restsUntil: soon, paceAt: soon }),
    'daily_limit',
    later,
  ],
  [
    "is the owner's own, whatever others have used up",
    explain({ grantId: null }, { delegatedRestsUntil: later }),
    'queue',
    now,
  ],
  [
    'is behind one that is under way',
    explain({}, { restReason: 'busy', restsUntil: later }, { ahead: 3 }),
    'queue',
    now,
  ],
  ['may be out there, and is looked for', explain({ state: 'uncertain', leaseUntil: soon }), 'lookup', soon],
  [
    'may be out there, and is looked for at this moment',
    explain({ state: 'uncertain', leaseUntil: 5 }),
    'lookup',
    now,
  ],
  ['may be out there, and only the owner can look', explain({ state: 'uncertain' }), 'owner', null],
] as const)('says of an email that %s', (_, wait, reason, until) => {
  expect(wait).toEqual({ reason, until });
});

it('can say every reason of the closed set, and the cases above do', () => {
  const told = [
    ...[explain({ state: 'held' }), explain({ undoUntil: soon }), explain({ dueAt: soon, plannedAt: soon })],
    ...[explain({ dueAt: soon, hours }), explain({}, {}, { batch: 'paused' })],
    ...[
      explain({}, { state: 'disconnected' }),
      explain({}, { restReason: 'provider_rest', restsUntil: soon }),
    ],
    ...[explain({ failure: 'provider_unreachable', dueAt: soon }), explain({}, { paceAt: soon })],
    ...[
      explain({}, { delegatedRestsUntil: soon }),
      explain({}),
      explain({ state: 'uncertain', leaseUntil: soon }),
    ],
    explain({ state: 'uncertain' }),
  ];
  expect(told.map((wait) => wait?.reason)).toEqual(waitReasons);
});

it('leaves no email that waits without a reason, and gives none to one that does not', () => {
  const instant = fc.constantFrom(0, now - 1, now, now + 1, soon, later);
  const facts = fc.record({
    state: fc.constantFrom(...sendStates),
    dueAt: instant,
    plannedAt: instant,
    undoUntil: instant,
    failure: fc.constantFrom(null, ...sendFailures),
    hours: fc.constantFrom(null, hours),
    leaseUntil: fc.constantFrom(null, now - 1, soon),
    grantId: fc.constantFrom(null, 'grant'),
  });
  const around = fc.record({
    mailbox: fc.record({
      state: fc.constantFrom(...mailboxStates),
      restReason: fc.constantFrom(null, ...restReasons),
      restsUntil: instant,
      delegatedRestsUntil: instant,
      paceAt: instant,
    }),
    batch: fc.constantFrom(null, ...batchStates),
    ahead: fc.nat(600),
  });
  const somebodyActs = ['approval', 'batch_paused', 'mailbox_disconnected', 'owner'];
  fc.assert(
    fc.property(facts, fc.option(around, { nil: undefined }), (send, surroundings) => {
      const wait = explainWait(send, surroundings, pace, now);
      const waits = ['held', 'queued', 'uncertain'].includes(send.state);
      expect(wait !== null).toBe(waits);
      if (wait === null) return;
      expect(waitReasons).toContain(wait.reason);
      // Null exactly where somebody has to act, and never an instant that is past.
      expect(wait.until === null).toBe(somebodyActs.includes(wait.reason));
      if (wait.until !== null) expect(wait.until).toBeGreaterThanOrEqual(now);
    }),
    { numRuns: 2_000 },
  );
});
