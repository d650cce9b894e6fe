import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { startGoogle, type RecordEntry } from '../../demo/google/start.ts';
import { metadataScope, sendScope } from '../../server/mail/gmail/scopes.ts';
import type { FromGoogle, Questions, Receipt, SendMoment, Strike, ToGoogle } from './google-messages.ts';
import { sendPath } from './send-path.ts';

/**
 * The stand-in for Google in a process of its own, which is never killed: its record is the truth. It can strike the
 * process that makes a certain request, at a certain moment of it, with no message in between.
 */
const google = await startGoogle({ recordLimit: 1_000_000, people: [], accessTokenSeconds: 65 });
const tell = (message: FromGoogle) => process.send?.(message);
const underWay = new Set<IncomingMessage>();
const current = new AsyncLocalStorage<IncomingMessage>();
const strikes = new Set<Strike & { hit: (pid: number) => void }>();

function pass(moment: SendMoment, pid: number): void {
  // To the system 0 is a whole group of processes, this one among them.
  if (!(pid > 0)) return;
  for (const strike of strikes) {
    if (strike.moment !== moment || --strike.after > 0) continue;
    try {
      process.kill(pid, strike.signal);
      strike.hit(pid);
    } catch {
      // It was gone already: the next one then.
    }
  }
}

async function awaitStrike(wanted: Strike): Promise<number | null> {
  let strike: Strike & { hit: (pid: number) => void };
  const hit = new Promise<number>((resolve) => strikes.add((strike = { ...wanted, hit: resolve })));
  const pid = await Promise.race([hit, pause(wanted.withinMs, null)]);
  strikes.delete(strike!);
  return pid;
}

const processOf = (url: string | undefined): number =>
  Number(new URL(url ?? '/', google.url).searchParams.get('process') ?? 0);
const isSend = ({ url }: IncomingMessage): boolean =>
  new URL(url ?? '/', google.url).pathname.endsWith(sendPath);

subscribe('http.server.request.start', (message) => {
  const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
  underWay.add(request);
  // A slow request is handled even when its connection is long gone: its end is when it is recorded.
  current.enterWith(request);
  request.once('close', () => request.complete || underWay.delete(request));
  response.once('finish', () => underWay.delete(request));
  if (isSend(request)) pass('arriving', processOf(request.url));
});
subscribe('http.server.response.finish', (message) => {
  const { request } = message as { request: IncomingMessage };
  if (isSend(request)) pass('answered', processOf(request.url));
});

const { record } = google;
const add = record.add.bind(record);
record.add = (entry) => {
  add(entry);
  underWay.delete(current.getStore()!);
  if (entry.accepted) pass('accepted', Number(entry.query.process));
};

type Answers = {
  [K in keyof Questions]: (
    ask: Questions[K]['ask'],
  ) => Questions[K]['answer'] | Promise<Questions[K]['answer']>;
};
const answers: Answers = {
  people: (seeds) =>
    google.addPeople(seeds).map(({ email, name, sub, hd }) => ({
      ...{ email, name, sub, hd: hd ?? null },
      tokens: google.issueTokens(email, [sendScope, metadataScope]),
    })),
  addFault: (spec) => google.faults.add(spec).id,
  endFault: (id) => (google.faults.clear(id ?? undefined), null),
  expireTokens: () => (google.expireTokens(), null),
  strike: awaitStrike,
  async settle() {
    // What is in the sockets' buffers is read before what is asked for later.
    await pause(5);
    // One that was not read to its end may wait for a process that is stopped.
    const now = [...underWay].filter((request) => request.complete);
    for (const end = Date.now() + 10_000; now.some((request) => underWay.has(request)) && Date.now() < end;) {
      await pause(5);
    }
    return null;
  },
  accepted: (id) => record.acceptedByBehalfId().get(id) ?? 0,
  evidence: () => ({
    receipts: record.sends().map(toReceipt),
    canary: canaryCount(),
    faults: countFaults(record.since()),
  }),
};

const toReceipt = ({ send, at, status, accepted, fault, query, email }: RecordEntry): Receipt => ({
  ...{ sendId: send?.behalfId ?? '', at, status, accepted: accepted === true, fault: fault ?? null },
  ...{ process: Number(query.process ?? 0), from: email ?? '', to: send?.to ?? [] },
  subject: send?.subject ?? '',
});

function canaryCount(): number {
  try {
    google.assertCanaryEmpty();
    return 0;
  } catch {
    return 1;
  }
}

function countFaults(entries: RecordEntry[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { fault } of entries)
    for (const kind of fault?.split(',') ?? []) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

process.on('message', ({ n, kind, ask }: ToGoogle) => {
  const answer = answers[kind] as (ask: unknown) => Questions[typeof kind]['answer'];
  void Promise.resolve(answer(ask)).then((given) => tell({ n, answer: given }));
});
process.once('disconnect', () => process.exit(0));
tell({ url: google.url, clientId: google.clientId, clientSecret: google.clientSecret });
