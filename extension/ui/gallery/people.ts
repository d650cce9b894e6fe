import type { Batch } from '../../../shared/api/batches.ts';
import type { Grant } from '../../../shared/api/grants.ts';
import type { Mailbox } from '../../../shared/api/mailboxes.ts';
import type { Me, TeamMember } from '../../../shared/api/me.ts';
import type { Person } from '../../../shared/api/person.ts';
import type { Sender } from '../../../shared/api/senders.ts';
import type { Send } from '../../../shared/api/sends.ts';
import { sendStates } from '../../../shared/domain/send-state.ts';
import { defaultTerms } from '../terms/default-terms.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** An instant `ms` from now, negative for the past. */
export const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

export const person = (name: string, email = `${name.split(' ')[0]!.toLowerCase()}@acme.test`): Person => ({
  id: `id-${email}`,
  name,
  email,
  pictureUrl: null,
});

export const ravi = person('Ravi Patel');
export const maya = person('Maya Chen');
export const tom = person('Tom Okafor');
export const lena = person('Lena Lindqvist');
export const nora = { ...person('Nora Nowak'), id: 'id-new' };
export const markup = person('<img src=x onerror=alert(1)> <b>Bob</b>', 'bob@acme.test');
export const hebrew = person('מאיה כהן', 'maya.cohen@acme.test');
export const override = person('Eve \u202egro.live', 'eve@acme.test');
export const long = person(
  'Wolfeschlegelsteinhausenbergerdorff Maria-Magdalena von und zu Hohenstaufen-Habsburg the Third',
  'maria-magdalena.von-und-zu-hohenstaufen-habsburg.wolfeschlegelsteinhausen@recruiting.emea.acme.test',
);
export const odd = [markup, hebrew, override, long];
export const crowd = Array.from({ length: 300 }, (_, n) =>
  person(`Person ${n + 1}`, `person${n + 1}@acme.test`),
);

export const me: Me = {
  ...ravi,
  role: 'member',
  workspace: { id: 'w', name: 'Acme', domain: 'acme.test' },
  pausedAt: null,
};

export const mailbox: Mailbox = {
  id: 'mailbox-ravi',
  email: ravi.email,
  name: ravi.name,
  provider: 'google',
  state: 'connected',
  replies: true,
  connectedAt: ago(30 * day),
  disconnectReason: null,
};

export const member = (of: Person, rest: Partial<TeamMember> = {}): TeamMember => ({
  ...of,
  role: 'member',
  mailboxState: 'connected',
  frozenAt: null,
  isMe: of.id === me.id,
  ...rest,
});

export const grant = (requestor: Person, acceptor: Person, rest: Partial<Grant> = {}): Grant => ({
  id: `grant-${requestor.id}-${acceptor.id}-${rest.state ?? 'active'}`,
  state: 'active',
  suspendedBy: [],
  requestor,
  acceptor,
  mailbox: { id: `mailbox-${acceptor.id}`, email: acceptor.email, state: 'connected' },
  note: null,
  terms: defaultTerms,
  termsDigest: 'a'.repeat(64),
  usedToday: 12,
  waiting: 0,
  createdAt: ago(9 * day),
  lapsesAt: null,
  activeSince: ago(8 * day),
  endedAt: null,
  ...rest,
});

export const request = (from: Person, rest: Partial<Grant> = {}): Grant =>
  grant(from, me, {
    state: 'requesting',
    note: 'Hi Ravi, candidates for the platform role answer you, not me. May I send the first emails as you?',
    terms: { ...defaultTerms, expiresAt: ago(-60 * day), dailyCap: 20, blockedDomains: ['rival.test'] },
    activeSince: null,
    lapsesAt: ago(-12 * day),
    createdAt: ago(40 * minute),
    ...rest,
  });

/** One grant of every kind, in both directions. */
export const grants: Grant[] = [
  request(lena),
  grant(me, maya, { waiting: 3 }),
  grant(me, tom, { state: 'requesting', activeSince: null, lapsesAt: ago(-13 * day), createdAt: ago(day) }),
  grant(tom, me, { waiting: 12, usedToday: 50, terms: { ...defaultTerms, expiresAt: ago(-20 * day) } }),
  grant(maya, me, { state: 'suspended', suspendedBy: ['mailbox'] }),
  grant(me, lena, { state: 'suspended', suspendedBy: ['pause'] }),
  ...(['declined', 'withdrawn', 'lapsed', 'revoked', 'left', 'expired'] as const).map((state, index) =>
    grant(me, person(`Former ${state}`, `${state}@acme.test`), {
      state,
      endedAt: ago(index * day + 5 * minute),
    }),
  ),
];

export const sender = (of: Person, rest: Partial<Sender> = {}): Sender => ({
  grantId: `grant-${of.id}`,
  mailboxId: `mailbox-${of.id}`,
  person: of,
  usable: true,
  reason: null,
  leftToday: 38,
  dailyCap: 50,
  approval: 'none',
  ...rest,
});

export const myself = sender(me, { grantId: null, leftToday: null, dailyCap: null });
export const senders: Sender[] = [
  myself,
  sender(maya),
  sender(tom, { leftToday: 1 }),
  sender(lena, { usable: false, reason: 'suspended_mailbox' }),
  sender(person('Sofia Rossi'), { usable: false, reason: 'cap_reached', leftToday: 0 }),
];

export const send = (rest: Partial<Send> = {}): Send => ({
  id: 'send-1',
  state: 'queued',
  grantId: 'grant',
  mailboxId: 'mailbox',
  requestor: me,
  acceptor: maya,
  to: { email: 'jane.doe@example.test', name: 'Jane Doe' },
  subject: 'Senior platform engineer at Acme',
  contentHash: 'b'.repeat(64),
  inReplyTo: null,
  batchId: null,
  createdAt: ago(1000),
  plannedAt: ago(0),
  dueAt: ago(0),
  waiting: null,
  undoUntil: null,
  sentAt: null,
  listedAt: rest.sentAt ?? rest.plannedAt ?? ago(0),
  attempts: 0,
  failure: null,
  tracking: null,
  outcome: null,
  ...rest,
});

/** One that waits, for the reason given. */
export const waitingSend = (
  reason: NonNullable<Send['waiting']>['reason'],
  until: string | null = null,
  rest: Partial<Send> = {},
): Send =>
  send({
    id: `send-${reason}`,
    waiting: { reason, until },
    ...(until && { dueAt: until, plannedAt: until }),
    ...rest,
  });

/** A batch of mine as Maya with this many emails in each state. */
export const batch = (counts: Partial<Batch['counts']> = {}, rest: Partial<Batch> = {}): Batch => ({
  id: 'batch-1',
  state: 'running',
  grantId: 'grant',
  mailboxId: 'mailbox',
  requestor: me,
  acceptor: maya,
  subject: 'A role for you, {{First name}}',
  total: Object.values(counts).reduce((sum, count) => sum + count, 0),
  counts: { ...(Object.fromEntries(sendStates.map((state) => [state, 0])) as Batch['counts']), ...counts },
  contentHash: 'd'.repeat(64),
  createdAt: ago(20 * minute),
  endedAt: null,
  ...rest,
});
