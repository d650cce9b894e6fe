import { ConfirmView } from '../confirm/confirm-view.tsx';
import { usualHours } from '../later/timing.ts';
import { OptionsView } from '../options/options-view.tsx';
import { PopupView } from '../popup/popup-view.tsx';
import {
  ago,
  batch,
  crowd,
  grants,
  long,
  mailbox,
  markup,
  maya,
  me,
  member,
  odd,
  request,
  send,
  sender,
  waitingSend,
} from './people.ts';
import { letter } from './letters.ts';
import type { Answers, Stories } from './story.ts';

const popup = (answers: Answers = {}) => ({
  answers,
  element: () => (
    <PopupView
      site={{ origin: 'https://jobs.example.test', on: false }}
      onTurnOn={() => Promise.resolve(false)}
    />
  ),
});
const options = (answers: Answers = {}) => ({
  answers,
  element: () => <OptionsView onTurnOn={() => Promise.resolve(false)} onRemove={() => Promise.resolve()} />,
});
const confirm = (question: Answers['confirm:read'], answer: Answers['confirm:answer'] = null) => ({
  answers: { 'confirm:read': question, 'confirm:answer': answer } as Answers,
  element: () => <ConfirmView token="t" onClose={() => {}} />,
});
const email = {
  from: { grantId: 'g' },
  to: { email: 'jane.doe@example.test', name: 'Jane Doe' },
  subject: 'Senior platform engineer at Acme',
  html: `<p>Hello <b>Jane</b>,</p><p>your <a href="https://talks.test/queues">talk</a> was a joy.<br>Ravi</p><script>document.title = 'run'</script><img src="https://x.test/seen.gif" onerror="document.title = 'run'"><style>p{}</style>${'<p>More.</p>'.repeat(40)}`,
};

export const pageStories: Stories = {
  'popup-full': popup({
    'mailboxes:list': [{ ...mailbox, state: 'disconnected' }],
    'sends:waiting': [
      waitingSend('owner', null, { id: 'unclear', state: 'uncertain', requestor: maya, acceptor: me }),
    ],
  }),
  'popup-waiting': popup({
    'grants:list': [],
    'sends:waiting': [
      letter(),
      send({ id: 'b1', state: 'held', requestor: maya, acceptor: me, batchId: 'b' }),
      send({ id: 'b2', state: 'held', requestor: maya, acceptor: me, batchId: 'b' }),
      waitingSend('scheduled', '2031-11-27T08:00:00.000Z'),
      waitingSend('approval', null, { state: 'held' }),
      waitingSend('lookup', null, { state: 'uncertain' }),
      waitingSend('daily_limit', '2031-11-27T08:00:00.000Z'),
    ],
    'batches:list': [batch({ sent: 94, queued: 120 }), batch({ sent: 30 }, { id: 'done', state: 'done' })],
  }),
  'popup-erasures': popup({
    'grants:list': [],
    'erasure:asked': [
      {
        ...{ id: 'wish', email: 'cara@candidate.test', source: 'recipient', by: null },
        ...{ createdAt: ago(86_400_000), erasureAskedAt: ago(86_400_000) },
      },
    ],
  }),
  'popup-quiet': popup({ 'grants:list': [], 'senders:list': [], 'sends:list': [] }),
  'popup-loading': popup({
    'session:read': 'never',
    'grants:list': 'never',
    'senders:list': 'never',
    'sends:list': 'never',
    'sends:waiting': 'never',
  }),
  'popup-lists-loading': popup({ 'grants:list': 'never', 'senders:list': 'never', 'sends:list': 'never' }),
  'popup-error': popup({ 'grants:list': 'error', 'senders:list': 'error', 'sends:list': 'error' }),
  'popup-signed-out': popup({ 'session:read': { state: 'signedOut', serverUrl: '' } }),
  'popup-many': popup({ 'senders:list': crowd.map((one) => sender(one)) }),
  'popup-odd-names': popup({
    'grants:list': odd.map((one) => request(one)),
    'senders:list': odd.map((one) => sender(one)),
    'sends:list': odd.map((one) => send({ id: one.id, acceptor: one, subject: one.name })),
  }),
  'popup-sends-stopped': popup({
    'sends:list': (['grant_not_live', 'mailbox_disconnected', 'mailbox_paused'] as const)
      .flatMap((code) =>
        [
          { acceptor: maya, requestor: me },
          { acceptor: me, requestor: maya },
        ].map((two) =>
          send({ ...two, id: code + two.acceptor.id, state: 'blocked', failure: { code, message: '' } }),
        ),
      )
      .slice(0, 5),
  }),
  'options-full': options(),
  'options-loading': options({ 'session:read': 'never', 'sites:list': 'never', 'settings:read': 'never' }),
  'options-error': options({ 'sites:list': 'error', 'settings:read': 'error' }),
  'options-deletion-unknown': options({ 'session:deletion': 'error' }),
  'options-signed-out': options({ 'session:read': { state: 'signedOut', serverUrl: '' }, 'sites:list': [] }),
  'confirm-send': confirm({
    kind: 'send',
    send: email,
    senderName: 'Maya Chen',
    senderEmail: 'maya@acme.test',
  }),
  'confirm-send-later': confirm({
    kind: 'send',
    send: { ...email, sendAt: '2031-11-27T08:00:00.000Z', zone: 'Europe/Berlin', hours: usualHours },
    senderName: 'Maya Chen',
    senderEmail: 'maya@acme.test',
  }),
  'confirm-send-odd': confirm({
    kind: 'send',
    send: { ...email, to: { email: long.email, name: markup.name }, subject: markup.name, html: '' },
    senderName: long.name,
    senderEmail: long.email,
  }),
  'confirm-give': confirm({ kind: 'give', give: { requestorId: 'x' }, requestor: member(me) }),
  'confirm-accept': confirm({ kind: 'accept', grantId: 'g', grant: grants[0]! }),
  'confirm-refused': confirm({ kind: 'accept', grantId: 'g', grant: grants[0]! }, 'error'),
  'confirm-gone': confirm('error'),
};
