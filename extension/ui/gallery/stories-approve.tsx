import { ApproveView, type ApproveViewProps } from '../approve/approve-view.tsx';
import { Surface } from '../surface.tsx';
import { hostileHtml, letter } from './letters.ts';
import { batch, grant, long, markup, maya, me, send, tom } from './people.ts';
import { Refused, scriptedClient } from './scripted-client.ts';
import type { Answers, Stories } from './story.ts';

const given = grant(tom, me, { id: 'grant' });
const approve = (answers: Answers = {}, props: ApproveViewProps = { sendId: 'send-held' }) => ({
  answers: { 'grants:list': [given], 'sends:content': letter(), 'sends:waiting': [], ...answers },
  element: () => <ApproveView {...props} />,
});
const decided = (rest: Parameters<typeof letter>[0]) =>
  approve({ 'sends:content': letter({ waiting: null, ...rest }) });

const recipients = ['Jane Doe', 'Jonas Weber', 'Aiko Tanaka', 'José García'];
const manyHeld = Array.from({ length: 214 }, (_, n) =>
  letter({
    id: `held-${n + 1}`,
    batchId: 'batch-1',
    to: { email: `person${n + 1}@example.test`, name: recipients[n] ?? null },
    html: `<p>Hello ${recipients[n] ?? `number ${n + 1}`}</p>`,
    text: `Hello ${recipients[n] ?? `number ${n + 1}`}`,
    tracking: n % 2 ? { mode: 'aggregate', opens: true, clicks: false } : null,
  }),
);
const heldBatch = batch({ held: 214 }, { requestor: tom, acceptor: me });
const asksMe = batch({ sent: 2, queued: 212 }, { requestor: tom, acceptor: me });

/** The email is another one than was opened, as soon as somebody tries to approve it. */
function ChangedMeanwhile() {
  let now = letter();
  const client = scriptedClient({
    'session:read': () => ({ state: 'signedIn', serverUrl: '', me }),
    'grants:list': () => [given],
    'sends:waiting': () => [],
    'sends:content': () => now,
    'sends:approve': ({ contentHash }) => {
      if (contentHash !== 'e'.repeat(64)) {
        now = letter({ contentHash: 'e'.repeat(64), html: '<p>Another text</p>', text: 'Another text' });
        return new Refused('state_moved_on', 'This is not the content you were shown. Nothing was sent.');
      }
      now = letter({ state: 'queued', waiting: null });
      return now;
    },
  });
  return (
    <Surface client={client}>
      <ApproveView sendId="send-held" />
    </Surface>
  );
}

/** Two hundred emails that wait as one. */
function Many() {
  let now = heldBatch;
  const client = scriptedClient({
    'session:read': () => ({ state: 'signedIn', serverUrl: '', me }),
    'grants:list': () => [given],
    'sends:waiting': () => [],
    'batches:read': () => now,
    'batches:sends': () => manyHeld,
    'sends:content': ({ id }) => manyHeld.find((each) => each.id === id)!,
    'batches:approve': () => {
      now = asksMe;
      client.changed('batches');
      return now;
    },
    'batches:reject': () => {
      now = batch({ rejected: 214 }, { requestor: tom, acceptor: me, state: 'cancelled' });
      client.changed('batches');
      return now;
    },
  });
  return (
    <Surface client={client}>
      <ApproveView batchId="batch-1" />
    </Surface>
  );
}

/** One email of many is changed while they are looked at, and nobody says so. */
function ManyChanged() {
  let now = heldBatch;
  let all = manyHeld;
  const client = scriptedClient({
    'session:read': () => ({ state: 'signedIn', serverUrl: '', me }),
    'grants:list': () => [given],
    'sends:waiting': () => [],
    'batches:read': () => now,
    'batches:sends': () => all,
    'sends:content': ({ id }) => all.find((each) => each.id === id)!,
    'batches:approve': ({ contentHash }) => {
      if (contentHash !== 'e'.repeat(64)) {
        const words = { html: '<p>Another text</p>', text: 'Another text', contentHash: 'f'.repeat(64) };
        all = [letter({ id: 'held-1', batchId: 'batch-1', ...words }), ...manyHeld.slice(1)];
        now = { ...heldBatch, contentHash: 'e'.repeat(64) };
        return new Refused('state_moved_on', 'This is not the content you were shown. Nothing was sent.');
      }
      now = asksMe;
      client.changed('batches');
      return now;
    },
  });
  return (
    <Surface client={client}>
      <ApproveView batchId="batch-1" />
    </Surface>
  );
}

export const approveStories: Stories = {
  'approve-send': approve(),
  'approve-later': approve({ 'sends:content': letter({ plannedAt: '2031-11-27T08:00:00.000Z' }) }),
  'approve-tracked': approve({
    'sends:content': letter({
      tracking: { mode: 'individual', opens: true, clicks: true },
      unsubscribeLine: true,
    }),
  }),
  'approve-parts-differ': approve({
    'sends:content': letter({ text: 'Hello Jane, send us your bank details.' }),
  }),
  'approve-link-differs': approve({
    'sends:content': letter({
      html: '<p>Apply <a href="https://acme.test/jobs">here</a></p>',
      text: 'Apply here (https://evil.test/sign-in)',
    }),
  }),
  'approve-hostile': approve({
    'sends:content': letter({ html: hostileHtml, text: 'Hello cover bad link' }),
  }),
  'approve-odd': approve({
    'sends:content': letter({
      requestor: markup,
      acceptor: { ...long, id: me.id },
      to: { email: long.email, name: markup.name },
      subject: `${markup.name} ${long.name}`,
      html: `<p>${long.name.repeat(8)}</p>`,
      text: long.name.repeat(8),
    }),
  }),
  'approve-changed': { element: () => <ChangedMeanwhile /> },
  'approve-refused': approve({ 'sends:approve': 'error', 'sends:reject': 'error' }),
  'approve-with-others': approve({
    'sends:waiting': [
      send({ id: 'other', state: 'held', requestor: maya, acceptor: me, subject: 'About Thursday' }),
      ...manyHeld.slice(0, 3),
    ],
  }),
  'approve-approved': decided({ state: 'queued' }),
  'approve-rejected': decided({ state: 'rejected' }),
  'approve-taken-back': decided({ state: 'cancelled' }),
  'approve-sent': decided({ state: 'sent', sentAt: '2031-11-25T08:05:00.000Z' }),
  'approve-not-mine': approve({ 'sends:content': letter({ acceptor: maya, requestor: me }) }),
  'approve-loading': approve({ 'sends:content': 'never' }),
  'approve-error': approve({ 'sends:content': 'error' }),
  'approve-signed-out': approve({ 'session:read': { state: 'signedOut', serverUrl: '' } }),
  'approve-none': approve({}, {}),
  'approve-list': approve({ 'sends:waiting': [letter(), ...manyHeld.slice(0, 3)] }, {}),
  'approve-batch': { element: () => <Many /> },
  'approve-batch-changed': { element: () => <ManyChanged /> },
  'approve-batch-loading': approve({ 'batches:read': heldBatch, 'batches:sends': 'never' }, { batchId: 'b' }),
  'approve-batch-error': approve({ 'batches:read': 'error' }, { batchId: 'b' }),
};
