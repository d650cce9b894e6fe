import type { Batch, BatchPreview, PreviewBatch } from '../../../shared/api/batches.ts';
import { defaultPolicy } from '../../../shared/domain/tracking-policy.ts';
import type { BatchForm } from '../batch/batch-form.ts';
import { BatchView, type BatchViewProps } from '../batch/batch-view.tsx';
import { Surface } from '../surface.tsx';
import { ago, batch, me, maya, send, sender, senders } from './people.ts';
import { Refused, scriptedClient } from './scripted-client.ts';
import type { Answers, Stories } from './story.ts';

const people = (count: number) =>
  Array.from({ length: count }, (_, n) => [
    `person${n + 1}@example.test`,
    `Person ${n + 1}`,
    `Firm ${n + 1}`,
  ]);
const written = (rest: Partial<BatchForm> = {}): BatchForm => ({
  key: 'key-of-this-dialogue',
  senderId: 'grant-id-maya@acme.test',
  subject: 'A role for you, {{First name}}',
  html: '<p>Hello {{First name}},</p><p>what you do at {{Company}} is <b>just</b> what we look for.</p>',
  table: {
    columns: ['Email', 'First name', 'Company'],
    rows: people(214),
    emailColumn: 0,
    nameColumns: [1],
  },
  timing: { at: null, zone: 'Europe/Berlin', hours: null },
  ...rest,
});

/** A little of what the server does: fills in, and finds what it must find. */
function look({ subject, html, rows }: PreviewBatch): BatchPreview {
  const all = rows.map((row, index) => {
    const fill = (text: string) =>
      text.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (_, name: string) => row.fields?.[name] ?? '');
    const first = rows.findIndex(({ email }) => email === row.email);
    const empty = Object.entries(row.fields ?? {}).find(([, value]) => !value);
    return {
      row: index,
      email: row.email,
      name: row.name ?? null,
      subject: fill(subject),
      html: fill(html),
      dueAt: null,
      problems: [
        ...(row.email.includes('@') ? [] : [{ kind: 'invalid_address' as const }]),
        ...(empty ? [{ kind: 'unfilled' as const, field: empty[0] }] : []),
        ...(first < index ? [{ kind: 'duplicate' as const, row: first }] : []),
        ...(row.email === 'person7@example.test'
          ? [{ kind: 'recent' as const, at: ago(3 * 86_400_000), by: 'Tom as Maya' }]
          : []),
      ],
    };
  });
  const stopped = all.filter(({ problems }) => problems.some(({ kind }) => kind !== 'recent'));
  return {
    total: rows.length,
    sendable: rows.length - stopped.length,
    fields: ['First name', 'Company'],
    rows: all.filter(({ problems }, index) => problems.length > 0 || index < 3),
    overCap: Math.max(0, rows.length - 177),
    lastAt: ago(-5 * 86_400_000),
    approval: rows.length > 100,
  };
}

type DialogueProps = { kept?: BatchForm; token?: string; refuse?: Refused; slow?: boolean };

function Dialogue({ kept, token, refuse, slow }: DialogueProps) {
  let keys = 0;
  const props: BatchViewProps = {
    token,
    shelf: { load: () => kept, keep: () => true, clear: () => {} },
    makeKey: () => `key-${++keys}`,
    onStarted: (id) => {
      document.title = `started ${id}`;
    },
  };
  const client = scriptedClient({
    'session:read': () => ({ state: 'signedIn', serverUrl: '', me }),
    'senders:list': () => senders,
    'batches:list': () => [batch({ sent: 30 }, { state: 'done', id: 'earlier', subject: 'An earlier one' })],
    'batches:template': () =>
      token === 'gone'
        ? new Refused('not_found', 'The text from the other page is not here any more. Copy it from there.')
        : { grantId: sender(maya).grantId!, subject: 'From the site', html: '<p>Hi <i>you</i></p>' },
    'tracking:choice': () => ({ allowed: true, on: false, modes: defaultPolicy.tracking }),
    'batches:preview': (asked) => (slow ? new Promise<never>(() => {}) : look(asked)),
    'batches:submit': () => refuse ?? batch({ queued: 214 }, { id: 'batch-new' }),
  });
  return (
    <Surface client={client}>
      <BatchView {...props} />
    </Surface>
  );
}

const withProblems = written({
  table: {
    ...written().table!,
    rows: [
      ...people(9),
      ['not an address', 'Nobody', 'Firm'],
      ['person3@example.test', 'Again', 'Firm'],
      ['person10@example.test', '', 'Firm'],
      ['<img src=x onerror=alert(1)>', '<b>Bob</b>', 'Firm'],
    ],
  },
});

const progress = (value: Batch | 'never' | 'error', answers: Answers = {}) => ({
  answers: { 'batches:read': value, 'batches:list': [], ...answers } as Answers,
  element: () => (
    <BatchView
      batchId="batch-1"
      shelf={{ load: () => undefined, keep: () => true, clear: () => {} }}
      makeKey={() => ''}
      onStarted={() => {}}
    />
  ),
});

/** One that goes on while somebody looks, and does as it is told. */
function Running() {
  let now = batch({ sent: 94, queued: 117, failed: 3 });
  const client = scriptedClient({
    'session:read': () => ({ state: 'signedIn', serverUrl: '', me }),
    'batches:read': () => now,
    'batches:list': () => [now],
    'batches:pause': () => turn({ state: 'paused' }),
    'batches:resume': () => turn({ state: 'running' }),
    'batches:cancel': () =>
      turn({ state: 'cancelled', counts: { ...now.counts, queued: 0, cancelled: 117 } }),
    'batches:sends': () => [
      send({ id: 's1', state: 'sent', to: { email: 'gone@example.test', name: null } }),
      send({
        id: 's2',
        state: 'failed',
        to: { email: 'wrong@example.test', name: 'Wrong One' },
        failure: { code: 'recipient_refused', message: '' },
      }),
      send({ id: 's3', waiting: { reason: 'daily_limit', until: '2031-11-27T08:00:00.000Z' } }),
    ],
  });
  const turn = (change: Partial<Batch>) => {
    now = { ...now, ...change };
    client.changed('batches');
    return now;
  };
  Object.assign(globalThis, {
    sendOneMore: () =>
      turn({ counts: { ...now.counts, sent: now.counts.sent + 1, queued: now.counts.queued - 1 } }),
  });
  return (
    <Surface client={client}>
      <BatchView
        batchId="batch-1"
        shelf={{ load: () => undefined, keep: () => true, clear: () => {} }}
        makeKey={() => ''}
        onStarted={() => {}}
      />
    </Surface>
  );
}

export const batchStories: Stories = {
  'batch-empty': { element: () => <Dialogue /> },
  'batch-written': { element: () => <Dialogue kept={written()} /> },
  'batch-problems': { element: () => <Dialogue kept={withProblems} /> },
  'batch-too-many': {
    element: () => <Dialogue kept={written({ table: { ...written().table!, rows: people(1240) } })} />,
  },
  'batch-no-emails': {
    element: () => (
      <Dialogue kept={written({ table: { ...written().table!, rows: people(3), emailColumn: -1 } })} />
    ),
  },
  'batch-looking': { element: () => <Dialogue kept={written()} slow /> },
  'batch-from-site': { element: () => <Dialogue token="token" /> },
  'batch-template-gone': { element: () => <Dialogue token="gone" /> },
  'batch-refused': {
    element: () => (
      <Dialogue kept={written()} refuse={new Refused('offline', 'Behalf’s server can’t be reached.')} />
    ),
  },
  'batch-cap-reached': {
    element: () => <Dialogue kept={written()} refuse={new Refused('cap_reached', 'The day is full.')} />,
  },
  'batch-taken-before': {
    element: () => (
      <Dialogue kept={written()} refuse={new Refused('idempotency_conflict', 'This key was used before.')} />
    ),
  },
  'batch-running': { element: () => <Running /> },
  'batch-held': progress(batch({ held: 214 })),
  'batch-paused': progress(batch({ sent: 94, queued: 120 }, { state: 'paused' })),
  'batch-cancelled': progress(batch({ sent: 94, cancelled: 120 }, { state: 'cancelled' })),
  'batch-done': progress(batch({ sent: 210, failed: 4 }, { state: 'done' })),
  'batch-by-others': progress(batch({ sent: 94, queued: 120 }, { requestor: maya, acceptor: me })),
  'batch-loading': progress('never'),
  'batch-error': progress('error'),
};
