import { OutboxView } from '../outbox/outbox-view.tsx';
import { Surface } from '../surface.tsx';
import { waitReasons } from '../../../shared/domain/send-wait.ts';
import { letter } from './letters.ts';
import { ago, batch, crowd, maya, me, odd, send, sender, senders, tom, waitingSend } from './people.ts';
import { Refused, scriptedClient } from './scripted-client.ts';
import type { Answers, Stories } from './story.ts';

const thursday = '2031-11-27T08:00:00.000Z';
const mine = waitReasons.map((reason) =>
  waitingSend(reason, reason === 'approval' || reason === 'owner' ? null : thursday, {
    state:
      reason === 'approval' ? 'held' : reason === 'lookup' || reason === 'owner' ? 'uncertain' : 'queued',
    subject: `About ${reason.replaceAll('_', ' ')}`,
  }),
);
const byOthers = [
  letter({ id: 'held-1' }),
  waitingSend('scheduled', thursday, { id: 'theirs', requestor: tom, acceptor: me }),
  waitingSend('owner', null, { id: 'unclear', state: 'uncertain', requestor: tom, acceptor: me }),
];
const outbox = (answers: Answers = {}) => ({
  answers: {
    'sends:waiting': [...mine, ...byOthers],
    'sends:content': letter({ id: 'send-scheduled', state: 'queued', requestor: me, acceptor: maya }),
    'batches:list': [batch({ sent: 94, queued: 117, failed: 3 })],
    'senders:list': [...senders.slice(0, 1), sender(maya, { grantId: 'grant', approval: 'every' })],
    ...answers,
  } as Answers,
  element: () => <OutboxView />,
});

/** An email that somebody changes, or that goes out, while it is being edited. */
function Moving({ to }: { to: 'another text' | 'sent' }) {
  const opened = letter({
    id: 'send-scheduled',
    state: 'queued',
    requestor: me,
    acceptor: maya,
    plannedAt: thursday,
  });
  let now = opened;
  const client = scriptedClient({
    'session:read': () => ({ state: 'signedIn', serverUrl: '', me }),
    'sends:waiting': () => [waitingSend('scheduled', thursday)],
    'batches:list': () => [],
    'senders:list': () => senders,
    'sends:content': () => now,
    'sends:edit': ({ edit }) => {
      if (edit.contentHash === now.contentHash && now !== opened) return send();
      now =
        to === 'sent'
          ? letter({ ...opened, state: 'sent', waiting: null })
          : letter({ ...opened, contentHash: 'e'.repeat(64) });
      return new Refused('state_moved_on', 'This email has moved on. Nothing was changed.');
    },
  });
  return (
    <Surface client={client}>
      <OutboxView />
    </Surface>
  );
}

export const outboxStories: Stories = {
  'outbox-full': outbox(),
  'outbox-empty': outbox({ 'sends:waiting': [], 'batches:list': [] }),
  'outbox-loading': outbox({ 'sends:waiting': 'never' }),
  'outbox-error': outbox({ 'sends:waiting': 'error', 'batches:list': 'error' }),
  'outbox-signed-out': outbox({ 'session:read': { state: 'signedOut', serverUrl: '' } }),
  'outbox-many': outbox({
    'batches:list': [],
    'sends:waiting': crowd.map((one, n) =>
      waitingSend('scheduled', ago(-n * 3_600_000 - 60_000), {
        id: one.id,
        subject: `For ${one.name}`,
        acceptor: one,
      }),
    ),
  }),
  'outbox-odd-names': outbox({
    'sends:waiting': odd.map((one) =>
      waitingSend('approval', null, { id: one.id, state: 'held', acceptor: one, subject: one.name }),
    ),
  }),
  'outbox-refused': outbox({ 'sends:cancel': 'error', 'sends:edit': 'error' }),
  'outbox-changed-meanwhile': { element: () => <Moving to="another text" /> },
  'outbox-gone-meanwhile': { element: () => <Moving to="sent" /> },
};
