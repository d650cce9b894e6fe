import catalogue from '../../../_locales/en/messages.json' with { type: 'json' };
import { defaultSettings } from './settings.ts';
import type { Messages, MessageType } from '../../../shared/messages/messages.ts';
import { fail, succeed, type Outcome } from '../../../shared/messages/outcome.ts';
import type { Client } from '../client.ts';
import { grant, grants, lena, mailbox, maya, me, member, nora, send, senders, tom } from './people.ts';

/** What each message is answered with; `never` and `error` are the states of a server that is slow or gone. */
export type Answers = { [Type in MessageType]?: Messages[Type]['value'] | 'never' | 'error' };

const usual: Answers = {
  'session:read': { state: 'signedIn', serverUrl: 'https://behalf.acme.test', me },
  'session:signIn': 'never',
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
  'sends:list': [
    send({ state: 'sent', sentAt: send().createdAt }),
    send({ id: 'send-2', state: 'failed', failure: { code: 'recipient_refused', message: '' } }),
    send({ id: 'send-3', state: 'uncertain', acceptor: me, requestor: tom }),
  ],
  'sites:list': [
    { origin: 'https://hireline.test', on: true, builtIn: true },
    { origin: 'https://jobs.example.test', on: false, builtIn: false },
  ],
  'settings:read': defaultSettings,
  'pause:set': { stopped: 12 },
  'grants:request': grant(me, nora, { state: 'requesting' }),
  'grants:accept': grant(lena, me),
  'grants:revoke': grant(tom, me, { state: 'revoked' }),
  'pages:confirm': 'never',
};

const texts = catalogue as Record<string, { message: string } | undefined>;

/** The real catalogue's text. A missing key shows, so that the gallery's tests find it. */
export const text: Client['text'] = (key, ...values) =>
  (texts[key]?.message ?? `MISSING ${key}`).replace(/\$(\d)/g, (_, n: string) => values[Number(n) - 1] ?? '');

/** What was asked, for tests to read. */
export const asked: { type: MessageType; payload: unknown }[] = [];

/** A client that answers from `answers` at once, and never talks to anybody. */
export const fakeClient = (answers: Answers = {}): Client => ({
  text,
  live: () => () => {},
  ask: <Type extends MessageType>(type: Type, payload: Messages[Type]['payload']) => {
    asked.push({ type, payload });
    const answer = { ...usual, ...answers }[type];
    if (answer === 'never') return new Promise<never>(() => {});
    const outcome =
      answer === 'error'
        ? fail('offline', 'Behalf’s server can’t be reached. Nothing was changed. Check your connection.')
        : succeed(answer ?? null);
    return Promise.resolve(outcome as Outcome<Messages[Type]['value']>);
  },
});
