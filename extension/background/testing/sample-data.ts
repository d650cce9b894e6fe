import type { Batch } from '../../../shared/api/batches.ts';
import type { LiveEvent } from '../../../shared/api/events.ts';
import type { Grant } from '../../../shared/api/grants.ts';
import type { Me } from '../../../shared/api/me.ts';
import type { Send } from '../../../shared/api/sends.ts';
import { sendStates } from '../../../shared/domain/send-state.ts';
import { defaultTerms } from '../../../shared/domain/terms.ts';

const id = (last: number) => `01900000-0000-7000-8000-${String(last).padStart(12, '0')}`;
const person = (last: number, name: string) => ({
  id: id(last),
  name,
  email: `${name.toLowerCase()}@acme.test`,
  pictureUrl: null,
});

export const ravi = person(1, 'Ravi');
export const maya = person(2, 'Maya');
export const grantId = id(10);
export const sendId = id(20);
export const batchId = id(40);

export const mayaAsMe: Me = {
  ...maya,
  role: 'member',
  workspace: { id: id(99), name: 'Acme', domain: 'acme.test' },
  pausedAt: null,
};
export const raviAsMe: Me = { ...mayaAsMe, ...ravi };

export const request: Grant = {
  id: grantId,
  state: 'requesting',
  suspendedBy: [],
  requestor: ravi,
  acceptor: maya,
  mailbox: { id: id(30), email: maya.email, state: 'connected' },
  note: null,
  terms: defaultTerms,
  termsDigest: 'a'.repeat(64),
  usedToday: 0,
  waiting: 0,
  createdAt: '2026-03-02T09:00:00.000Z',
  lapsesAt: null,
  activeSince: null,
  endedAt: null,
};

export const sent: Send = {
  id: sendId,
  state: 'sent',
  grantId,
  mailboxId: id(30),
  requestor: ravi,
  acceptor: maya,
  to: { email: 'cara@example.com', name: 'Cara' },
  subject: 'Hello',
  contentHash: 'b'.repeat(64),
  inReplyTo: null,
  batchId: null,
  createdAt: '2026-03-02T09:00:00.000Z',
  plannedAt: '2026-03-02T09:00:00.000Z',
  dueAt: '2026-03-02T09:00:00.000Z',
  waiting: null,
  undoUntil: null,
  sentAt: '2026-03-02T09:00:10.000Z',
  listedAt: '2026-03-02T09:00:10.000Z',
  attempts: 1,
  failure: null,
  tracking: null,
  outcome: null,
};

/** Ravi's batch as Maya, with this many of its emails in each state. */
export const batchOf = (counts: Partial<Batch['counts']> = {}): Batch => ({
  id: batchId,
  state: 'running',
  grantId,
  mailboxId: id(30),
  requestor: ravi,
  acceptor: maya,
  subject: 'Hello {{name}}',
  total: 214,
  counts: { ...(Object.fromEntries(sendStates.map((state) => [state, 0])) as Batch['counts']), ...counts },
  contentHash: 'd'.repeat(64),
  createdAt: '2026-03-02T09:00:00.000Z',
  endedAt: null,
});

export const eventOf = (
  cursor: string,
  type: LiveEvent['type'],
  more: Partial<LiveEvent> = {},
): LiveEvent => ({
  cursor,
  type,
  subjectId: type.startsWith('send') ? sendId : type.startsWith('batch') ? batchId : grantId,
  actor: null,
  at: '2026-03-02T09:00:00.000Z',
  ...more,
});
