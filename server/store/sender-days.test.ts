import { expect, it } from 'vitest';
import { changeSenderDays, countSenderDays, sumSenderDays } from './sender-days.ts';
import { eachEngine } from './testing/engines.ts';

const noon = Date.UTC(2026, 2, 2, 12);
const email = (requestorId: string, sentAt = noon) => ({
  ...{ workspaceId: 'w', requestorId, acceptorId: 'maya', sentAt },
});

eachEngine((_, open) => {
  it('counts what became of emails for the day on which they were sent, together or one by one', async () => {
    const store = await open();
    await store.tx((q) => countSenderDays(q, 'sent', [email('ravi'), email('tom'), email('ravi')]));
    await store.tx((q) => countSenderDays(q, 'sent', [email('ravi'), email('ravi', noon - 86_400_000)]));
    await store.tx((q) => countSenderDays(q, 'replied', [email('ravi')]));
    await store.tx((q) => countSenderDays(q, 'bounced', [email('tom')]));
    await store.tx((q) => countSenderDays(q, 'bounced', []));
    const rows = await store.read.select().from(store.read.t.senderDays);
    const told = rows.map((r) => `${r.day} ${r.requestorId} ${r.sent} ${r.replied} ${r.bounced}`);
    expect(told.sort()).toEqual(['2026-03-01 ravi 1 0 0', '2026-03-02 ravi 3 1 0', '2026-03-02 tom 1 0 1']);
  });

  it('tells of no day and no sender more opened or clicked than was looked at, though one may be counted again', async () => {
    const store = await open();
    const [today, yesterday] = [email('ravi'), email('ravi', noon - 86_400_000)];
    await store.tx((q) => countSenderDays(q, 'sent', [today, today, yesterday, yesterday, yesterday]));
    const whose = { workspaceId: 'w', requestorId: 'ravi', acceptorId: 'maya' };
    await store.tx((q) =>
      changeSenderDays(q, [
        { ...whose, day: '2026-03-01', opensEach: 3, clicksEach: 3 },
        { ...whose, day: '2026-03-02', opensEach: 1, opensInSums: 1, clicksInSums: 2 },
        { ...whose, day: '2026-03-02', opened: 3, openMachines: 9, clicked: 4 },
      ]),
    );
    const wanted = { memberId: 'ravi', side: 'requestor', from: '2026-03-01', to: '2026-03-02' } as const;
    for (const by of ['day', 'sender'] as const) {
      const rows = await sumSenderDays(store.read, wanted, by, 1);
      const { opened, clicked, openMachines } = rows.find(({ opened: some }) => some > 0)!;
      expect([opened, clicked, openMachines], by).toEqual([2, 2, 9]);
    }
  });

  it('loses nothing when many count at once', async () => {
    const store = await open();
    const both = [email('ravi'), email('tom')];
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        store.tx((q) => countSenderDays(q, 'sent', i % 2 ? both : both.toReversed())),
      ),
    );
    const rows = await store.read.select().from(store.read.t.senderDays);
    expect(rows.map(({ sent }) => sent)).toEqual([40, 40]);
  });
});
