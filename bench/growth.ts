import { createVault, newKey, parseKeys } from '../server/accounts/vault/index.ts';
import { isRefusal } from '../server/refusal.ts';
import { viewSends } from '../server/routes/views/send-view.ts';
import { claimSends } from '../server/sending/claim-sends.ts';
import { createPace } from '../server/sending/pace.ts';
import { settleSend } from '../server/sending/settle-send.ts';
import { submitSend } from '../server/sending/submit-send.ts';
import { openStore } from '../server/store/open.ts';
import { listSends } from '../server/store/list-sends.ts';
import { SubmitSend } from '../shared/api/sends.ts';
import { emptyDatabase, engineNames, type Engine } from './support/database.ts';
import { median, timed } from './support/figures.ts';
import { joinAcceptors, joinMember } from './support/join-member.ts';
import { html, recipient, subject } from './support/mail.ts';
import { makeSends } from './support/rows.ts';
import { ms, type Line } from './support/table.ts';

const acceptors = 20;
const pageSize = 50;
const limitless = createPace({
  perMinute: 1_000_000,
  perDay: { workspace: 1e8, personal: 1e8 },
  reservePercent: 0,
});

/**
 * What submitting, claiming and reading the first page of one's activity cost with that many sends in the table. The
 * tables stand side by side and are measured in turn, so that the machine's moods meet all of them alike.
 */
export async function benchGrowth(
  engine: Engine,
  { sizes, rounds }: { sizes: readonly number[]; rounds: number },
): Promise<Line[]> {
  const tables = [];
  for (const size of sizes) tables.push(await openTable(engine, size));
  const took = tables.map(() => ({ submit: [] as number[], claim: [] as number[], list: [] as number[] }));
  const warmUp = pageSize + 10;
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const [i, table] of tables.entries()) {
      const figures = await table.measure(round + warmUp);
      if (round < 0) continue;
      for (const step of steps) took[i]![step].push(figures[step]);
    }
  }
  for (const table of tables) await table.close();
  return steps.flatMap((step) =>
    took.map((figures, i): Line => {
      const [here, first] = [median(figures[step]), median(took[0]![step])];
      return {
        what: `${engineNames[engine]}, ${words[step]}, ${sizes[i]!.toLocaleString('en')} sends`,
        behalf: ms(here),
        ...(i === 0
          ? {}
          : { bare: ms(first), ratio: here / first, aim: { text: '≤ 1.3×', met: here / first <= 1.3 } }),
      };
    }),
  );
}

const steps = ['submit', 'claim', 'list'] as const;
const words = { submit: 'submit', claim: 'claim', list: 'first page of activity' };

async function openTable(engine: Engine, size: number) {
  const database = await emptyDatabase(engine);
  const store = await openStore(database.url);
  const vault = createVault(parseKeys(newKey()));
  const me = await joinMember(store, vault, 'requestor');
  const senders = await joinAcceptors(store, vault, me.memberId, acceptors);
  await makeSends(store, size, { workspaceId: me.workspaceId, requestorId: me.memberId, senders });

  const submit = async (i: number) => {
    const { grantId } = senders[i % senders.length]!;
    const send = SubmitSend.parse({ from: { grantId }, to: recipient(i), subject, html });
    const actor = { memberId: me.memberId, workspaceId: me.workspaceId, now: Date.now() };
    const result = await submitSend({ store, vault, undoMs: 0 }, actor, `growth-${i}`, send);
    if (isRefusal(result)) throw new Error(result.message);
  };
  const claim = async () => {
    const [claimed] = await claimSends(store, Date.now(), 1, limitless);
    return claimed!;
  };
  const list = async () => {
    const page = { side: undefined, before: null, limit: pageSize };
    const { rows } = await listSends(store.read, me.memberId, page);
    await viewSends(store.read, rows, { vault, readerId: me.memberId, now: Date.now() });
  };
  return {
    /** One of each; the send is ended so that the next round finds the queue as this one did. */
    async measure(i: number) {
      const submitMs = await timed(() => submit(i));
      let claimed: Awaited<ReturnType<typeof claim>> | undefined;
      const claimMs = await timed(async () => void (claimed = await claim()));
      await settleSend(store, claimed!, { end: 'failed', why: 'message_refused' }, Date.now());
      // The first page has to hold none of the made rows, whose content was never sealed.
      const listMs = i < pageSize ? 0 : await timed(list);
      return { submit: submitMs, claim: claimMs, list: listMs };
    },
    async close(): Promise<void> {
      await store.close();
      await database.remove();
    },
  };
}
