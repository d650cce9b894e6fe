import catalogue from '../../../_locales/en/messages.json' with { type: 'json' };
import { defaultPolicy } from '../../../shared/domain/tracking-policy.ts';
import { withGrant } from '../panel/with-grant.ts';
import { defaultSettings } from './settings.ts';
import type { Grant } from '../../../shared/api/grants.ts';
import type { Messages, MessageType } from '../../../shared/messages/messages.ts';
import { fail, succeed, type Outcome } from '../../../shared/messages/outcome.ts';
import type { Client } from '../client.ts';
import type { Answers, Story } from './story.ts';
import { ago, grant, grants, lena, mailbox, maya, me, member, nora, send, senders, tom } from './people.ts';

const usual: Answers = {
  'session:read': { state: 'signedIn', serverUrl: 'https://behalf.acme.test', me },
  'session:signIn': 'never',
  'session:deletion': { emails: 12, grants: 3, mailboxConnected: true, newAdmin: 'Tom Becker' },
  'session:delete': { stopped: 12 },
  'team:list': [
    member(me),
    member(maya),
    member(tom, { mailboxState: 'unconnected' }),
    member(lena, { mailboxState: 'disconnected' }),
    member(nora),
    member(
      { ...tom, id: 'id-cold', name: 'Finn Frost', email: 'finn@acme.test' },
      { frozenAt: mailbox.connectedAt },
    ),
  ],
  'grants:list': grants,
  'mailboxes:list': [mailbox],
  'senders:list': senders,
  'sends:waiting': [],
  'batches:list': [],
  'sends:list': [
    send({ state: 'sent', sentAt: send().createdAt }),
    send({ id: 'send-2', state: 'failed', failure: { code: 'recipient_refused', message: '' } }),
    send({ id: 'send-3', state: 'uncertain', acceptor: me, requestor: tom }),
  ],
  'policy:read': defaultPolicy,
  'erasure:asked': [],
  'tracking:choice': { allowed: true, on: false, modes: defaultPolicy.tracking },
  'sites:list': [
    { origin: 'https://hireline.test', on: true, builtIn: true },
    { origin: 'https://jobs.example.test', on: false, builtIn: false },
  ],
  'settings:read': defaultSettings,
  'pause:set': { stopped: 12 },
  'grants:request': grant(me, nora, { state: 'requesting' }),
  'grants:accept': grant(lena, me),
  'grants:revoke': {
    ...grants.find(({ requestor }) => requestor === tom)!,
    state: 'revoked',
    waiting: 0,
    endedAt: ago(0),
  },
  'pages:confirm': 'never',
};

const texts = catalogue as Record<string, { message: string } | undefined>;

/** The real catalogue's text. A missing key shows, so that the gallery's tests find it. */
export const text: Client['text'] = (key, ...values) =>
  (texts[key]?.message ?? `MISSING ${key}`).replace(/\$(\d)/g, (_, n: string) => values[Number(n) - 1] ?? '');

/** What was asked, for tests to read. */
export const asked: { type: MessageType; payload: unknown }[] = [];

/** A client that answers from `answers` at once, and never talks to anybody. Its list knows what became of grants. */
export function fakeClient({ answers = {}, once = [] }: Pick<Story, 'answers' | 'once'>): Client {
  const all: Answers = { ...usual, ...answers };
  const ask = <Type extends MessageType>(type: Type, payload: Messages[Type]['payload']) => {
    const isAgain = asked.some((before) => before.type === type);
    asked.push({ type, payload });
    const answer = isAgain && once.includes(type) ? 'never' : all[type];
    if (answer === 'never') return new Promise<never>(() => {});
    const list = all['grants:list'];
    if (isGrant(answer) && Array.isArray(list)) all['grants:list'] = withGrant(list, answer);
    const outcome =
      answer === 'error'
        ? fail('offline', 'Behalf’s server can’t be reached. Nothing was changed. Check your connection.')
        : succeed(answer ?? null);
    return Promise.resolve(outcome as Outcome<Messages[Type]['value']>);
  };
  return { text, live: () => () => {}, ask };
}

const isGrant = (answer: unknown): answer is Grant =>
  typeof answer === 'object' && answer !== null && 'termsDigest' in answer;
