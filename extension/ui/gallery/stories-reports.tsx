import { ActivityView } from '../activity/activity-view.tsx';
import { LedgerView } from '../ledger/ledger-view.tsx';
import { PopupView } from '../popup/popup-view.tsx';
import { Surface } from '../surface.tsx';
import { everyOutcome, found, noStats, sent, stats, unanswered, unseen } from './outcomes.ts';
import { ago, crowd, grant, lena, mailbox, maya, me, odd, tom } from './people.ts';
import { Refused, scriptedClient } from './scripted-client.ts';
import type { Answers, Stories } from './story.ts';

/** What the page gave out as a file, for tests to read. */
const onFile = (name: string, csv: string) => {
  document.title = `${name}: ${csv}`;
};
const activity = (answers: Answers = {}) => ({
  answers: {
    'stats:read': stats(30, [maya, tom, me]),
    'sends:find': found(everyOutcome),
    'sends:save': { file: 'to,subject' },
    ...answers,
  } as Answers,
  element: () => <ActivityView onFile={onFile} />,
});

const asMe = everyOutcome.map((one, i) => ({ ...one, requestor: i % 2 ? tom : maya, acceptor: me }));
const ledger = (answers: Answers = {}, by?: string) => ({
  answers: {
    'stats:read': stats(30, [maya, tom]),
    'sends:find': found(asMe),
    'sends:save': { file: 'to,subject' },
    'grants:list': [grant(tom, me, { waiting: 12 }), grant(lena, me)],
    ...answers,
  } as Answers,
  element: () => <LedgerView by={by} onFile={onFile} />,
});

const session = { state: 'signedIn', serverUrl: '', me } as const;
const offline = new Refused('offline', 'Behalf’s server can’t be reached. Check your connection.');

/** The server goes after the first figures were read. */
function GoneMeanwhile() {
  const first = stats(30, [maya, tom, me]);
  const client = scriptedClient({
    'session:read': () => session,
    'stats:read': ({ from }) => (from === first.from ? first : offline),
    'sends:find': () => found(everyOutcome),
  });
  return (
    <Surface client={client}>
      <ActivityView onFile={onFile} />
    </Surface>
  );
}

/** Two emails begin to wait of which nobody has told the page yet, and the first attempt to pause does not arrive. */
function MoreWaiting() {
  let [reads, attempts] = [0, 0];
  const client = scriptedClient({
    'session:read': () => session,
    'grants:list': () => [grant(tom, me, { waiting: reads++ === 0 ? 0 : 2 })],
    'mailboxes:list': () => [mailbox],
    'stats:read': () => noStats,
    'sends:find': () => found([]),
    'pause:set': () => (attempts++ === 0 ? offline : { stopped: 2 }),
  });
  return (
    <Surface client={client}>
      <LedgerView onFile={onFile} />
    </Surface>
  );
}

const signedOut = { 'session:read': { state: 'signedOut', serverUrl: '' } } as const satisfies Answers;
const loading = { 'stats:read': 'never', 'sends:find': 'never' } as const satisfies Answers;
const gone = { 'stats:read': 'error', 'sends:find': 'error' } as const satisfies Answers;
const empty = { 'stats:read': noStats, 'sends:find': found([]) } satisfies Answers;
const page = crowd
  .slice(0, 50)
  .map((one, i) => sent(`m${i}`, i % 3 ? {} : { repliedAt: ago(60_000) }, { acceptor: one }));

export const reportStories: Stories = {
  'popup-outcomes': {
    answers: { 'grants:list': [grant(tom, me, { waiting: 12 })], 'sends:list': everyOutcome.slice(0, 5) },
    element: () => <PopupView site={null} onTurnOn={() => Promise.resolve(false)} />,
  },
  'activity-full': activity(),
  'activity-year': activity({ 'stats:read': stats(365, [maya, tom, me, lena], 40) }),
  'activity-unseen': activity({ 'stats:read': unseen(stats(30, [maya, tom, me])) }),
  'activity-unanswered': activity({ 'stats:read': unanswered(stats(30, [maya, tom, me])) }),
  'activity-one-day': activity({ 'stats:read': stats(7, [maya], 0.1) }),
  'activity-empty': activity(empty),
  'activity-loading': activity(loading),
  'activity-error': activity(gone),
  'activity-signed-out': activity(signedOut),
  'activity-many': activity({
    'sends:find': found(page, { more: true }),
    'stats:read': stats(90, crowd.slice(0, 40)),
  }),
  'activity-far-back': activity({ 'sends:find': found([], { more: true, reachedAt: ago(90 * 86_400_000) }) }),
  'activity-odd-names': activity({
    'stats:read': stats(30, odd),
    'sends:find': found(odd.map((one) => sent(one.id, {}, { acceptor: one, subject: one.name }))),
  }),
  'activity-gone-meanwhile': { element: () => <GoneMeanwhile /> },
  'activity-export-refused': activity({ 'sends:save': 'error' }),
  'ledger-full': ledger(),
  'ledger-by-tom': ledger({}, tom.id),
  'ledger-by-nobody': ledger({}, 'somebody-who-left'),
  'ledger-more-waiting': { element: () => <MoreWaiting /> },
  'ledger-paused': ledger({
    'session:read': { state: 'signedIn', serverUrl: '', me: { ...me, pausedAt: ago(60_000) } },
  }),
  'ledger-empty': ledger({ ...empty, 'grants:list': [] }),
  'ledger-loading': ledger({ ...loading, 'grants:list': 'never' }),
  'ledger-error': ledger({ ...gone, 'grants:list': 'error' }),
  'ledger-signed-out': ledger(signedOut),
  'ledger-odd-names': ledger({
    'sends:find': found(
      odd.map((one) => sent(one.id, {}, { requestor: one, acceptor: me, subject: one.name })),
    ),
  }),
};
