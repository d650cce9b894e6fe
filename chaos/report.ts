import type { Violation } from './judge/check.ts';
import type { Outcome } from './run-chaos.ts';
import { commandOf, type RunOptions } from './options.ts';
import { median, percentile } from '../bench/support/figures.ts';

/** The table that a run ends with. */
export function summarise({ evidence, ...outcome }: Outcome, options: RunOptions): string {
  const { journal, receipts, stored } = evidence;
  const states = count(stored.sends.map(({ state }) => state));
  const refused = count([...journal.submitted, ...journal.batches].flatMap(({ code }) => code ?? []));
  const { restartMs, seconds } = outcome;
  const restarts =
    restartMs.length === 0
      ? 'none'
      : `p50 ${median(restartMs).toFixed(0)} ms, p99 ${percentile(restartMs, 0.99).toFixed(0)} ms`;
  const lines: [string, string][] = [
    ['engine', `${options.engine}, ${options.engine === 'sqlite' ? 1 : options.servers} server(s)`],
    ['emails taken', `${journal.taken.length} (${list(states)})`],
    [
      'in batches',
      `${stored.sends.filter(({ batchId }) => batchId !== null).length} in ${stored.batches.length}`,
    ],
    ['edited', String(journal.edited.length)],
    ['refused', list(refused)],
    [
      'requests that would hand one over',
      `${receipts.length}, accepted ${receipts.filter((it) => it.accepted).length}`,
    ],
    ['servers killed', `${sum(outcome.kills)} (${list(outcome.kills)})`],
    ['back after a kill', `${restarts}; starts without a database: ${outcome.failedStarts}`],
    ['other disturbances', list(outcome.mischief)],
    ['not possible here', [...outcome.impossible].join(', ') || 'nothing'],
    ['faults of the provider', list(new Map(Object.entries(outcome.faults)))],
    ['what people did', list(journal.acts)],
    ['answered with 5xx or 429', list(outcome.failures)],
    ['repeated requests', String(journal.repeated.length)],
    [
      'resolved by owners',
      `${journal.resolved.filter(({ status }) => status === 200).length} (${outcome.byOwners} at the end)`,
    ],
    ['time', `${seconds.history.toFixed(0)} s, and ${seconds.rest.toFixed(0)} s to come to rest`],
    ['violations', String(outcome.violations.length)],
  ];
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n');
}

/** The most violations that are told in full. */
const shown = 20;

/** What was broken, everything that is known about each, and how to have it again. */
export function describeViolations({ violations, evidence, keptIn }: Outcome, options: RunOptions): string {
  const told = violations.slice(0, shown).map((violation) => describe(violation, evidence));
  const more = violations.length > shown ? [`… and ${violations.length - shown} more`] : [];
  const where = `All of it, and what the servers said: ${keptIn}`;
  return [...told, ...more, `${where}\nAgain: ${commandOf(options)}`].join('\n\n');
}

function describe({ check, what, sendId, grantId }: Violation, evidence: Outcome['evidence']): string {
  const { journal, receipts, stored } = evidence;
  const row = stored.sends.find(({ id }) => id === sendId);
  const ofGrant = grantId ?? row?.grantId ?? null;
  const concerns = (id: string | null | undefined) =>
    id !== null && id !== undefined && (id === sendId || id === ofGrant);
  const told = [
    ...journal.submitted
      .filter((it) => concerns(it.sendId))
      .map((it) => ({ at: it.endedAt, who: 'client', ...it })),
    ...journal.stopped
      .filter(
        (it) =>
          concerns(it.sendId) ||
          concerns(it.grantId) ||
          (row && it.mailboxId === row.mailboxId) ||
          (it.batchId && it.batchId === row?.batchId),
      )
      .map((it) => ({ at: it.endedAt, who: 'client', ...it })),
    ...journal.edited
      .filter((it) => concerns(it.sendId))
      .map((it) => ({ at: it.endedAt, who: 'client', ...it })),
    ...journal.resolved
      .filter((it) => concerns(it.sendId))
      .map((it) => ({ at: it.endedAt, who: 'client', ...it })),
    ...receipts.filter((it) => concerns(it.sendId)).map((it) => ({ who: 'provider', ...it })),
  ].sort((a, b) => a.at - b.at);
  const audit = stored.audit.filter(
    (it) =>
      concerns(it.subjectId) &&
      (it.subjectId === sendId || sendId === undefined || it.action.startsWith('grant.')),
  );
  return [
    `VIOLATION ${check}: ${what}`,
    ...(row
      ? [
          `  stored    ${JSON.stringify({ ...row, sealedHeading: undefined, sealedBody: undefined, sealedMessageId: undefined, sealedThreadId: undefined })}`,
        ]
      : []),
    ...told.slice(-30).map((it) => `  ${it.who.padEnd(8)}  ${JSON.stringify(it)}`),
    ...audit
      .slice(-30)
      .map(({ seq, at, action, details }) => `  audit     ${seq} ${at} ${action} ${details}`),
  ].join('\n');
}

function count(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((a, b) => a + b, 0);
const list = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, times]) => `${name} ${times}`)
    .join(', ') || 'none';
