import { createVault, newKey, parseKeys } from '../server/accounts/vault/index.ts';
import { dayMs, utcDay } from '../server/clock.ts';
import { isRefusal } from '../server/refusal.ts';
import { exportSends } from '../server/routes/support/export-sends.ts';
import { viewSends } from '../server/routes/views/send-view.ts';
import { listSends, type SendFilter } from '../server/store/list-sends.ts';
import { openStore } from '../server/store/open.ts';
import { readStats } from '../server/tracking/read-stats.ts';
import type { SendPlace } from '../shared/domain/send-place.ts';
import type { StatsQuery } from '../shared/api/stats.ts';
import { emptyDatabase, engineNames, type Engine } from './support/database.ts';
import { percentile, timed } from './support/figures.ts';
import { joinAcceptors, joinMember } from './support/join-member.ts';
import { makeOutcomes } from './support/outcome-rows.ts';
import { ms, type Line } from './support/table.ts';

const acceptors = 20;
const aimMs = 100;

/** What figures and pages of the activity and the ledger cost one requestor with that many emails of the last year. */
export async function benchStats(
  engine: Engine,
  { size, rounds }: { size: number; rounds: number },
): Promise<Line[]> {
  const database = await emptyDatabase(engine);
  const store = await openStore(database.url);
  const vault = createVault(parseKeys(newKey()));
  const now = Date.now();
  const me = await joinMember(store, vault, 'requestor');
  const senders = await joinAcceptors(store, vault, me.memberId, acceptors);
  await makeOutcomes(store, size, { workspaceId: me.workspaceId, requestorId: me.memberId, senders });

  const [maya] = senders as [(typeof senders)[number]];
  const viewingAs = (readerId: string) => ({ vault, readerId, now });
  const page = async (memberId: string, filter: SendFilter, before: SendPlace | null = null) => {
    const { rows, next } = await listSends(store.read, memberId, { ...filter, before, limit: 50 });
    await viewSends(store.read, rows, viewingAs(memberId));
    return next;
  };
  const stats = async (memberId: string, query: Partial<StatsQuery>) => {
    const range = { from: utcDay(now - 365 * dayMs), to: utcDay(now), by: 'day', side: 'requestor' } as const;
    const answer = await readStats(store.read, { memberId, now }, { ...range, ...query });
    if (isRefusal(answer) || answer.total.sent === 0) throw new Error('There are no figures.');
  };
  const requestor = { side: 'requestor' } as const;
  const acceptor = { side: 'acceptor', others: true } as const;
  const middle = now - 180 * dayMs;
  const reads: Record<string, () => Promise<unknown>> = {
    'figures by day, a year': () => stats(me.memberId, {}),
    'figures by sender, a year': () => stats(me.memberId, { by: 'sender' }),
    'figures of a mailbox by who sent, a year': () =>
      stats(maya.acceptorId, { by: 'sender', side: 'acceptor' }),
    'activity, first page': () => page(me.memberId, requestor),
    'activity, a week half a year ago': () =>
      page(me.memberId, { ...requestor, since: middle, until: middle + 7 * dayMs }),
    'activity, one sender of twenty': () => page(me.memberId, { ...requestor, sender: maya.acceptorId }),
    'activity, opened (40 %)': () => page(me.memberId, { ...requestor, outcome: 'opened' }),
    'activity, replied (5 %)': () => page(me.memberId, { ...requestor, outcome: 'replied' }),
    'activity, nothing known': () => page(me.memberId, { ...requestor, outcome: 'none' }),
    'activity, a state that none is in': () => page(me.memberId, { ...requestor, state: 'failed' }),
    'what waits for approval, none does': () => page(me.memberId, { state: 'held' }),
    'ledger, first page': () => page(maya.acceptorId, acceptor),
    'ledger, replied by one requestor': () =>
      page(maya.acceptorId, { ...acceptor, requestor: me.memberId, outcome: 'replied' }),
  };
  const name = engineNames[engine];
  const lines: Line[] = [];
  for (const [what, read] of Object.entries(reads)) {
    for (let i = 0; i < 5; i += 1) await read();
    const took: number[] = [];
    for (let i = 0; i < rounds; i += 1) took.push(await timed(read));
    const p95 = percentile(took, 0.95);
    lines.push({
      what: `${name}, ${what}, p50 and p95`,
      behalf: `${ms(percentile(took, 0.5))}, ${ms(p95)}`,
      aim: { text: `< ${aimMs} ms`, met: p95 < aimMs },
    });
  }
  const week = { ...requestor, since: now - 3 * dayMs };
  const file = await timed(() =>
    exportSends(store.read, () => week, viewingAs(me.memberId), { clock: () => now }),
  );
  lines.push({ what: `${name}, three days as a file`, behalf: ms(file) });
  await store.close();
  await database.remove();
  return lines;
}
