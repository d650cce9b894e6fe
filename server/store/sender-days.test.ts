import { expect, it } from 'vitest';
import { countSenderDays } from './sender-days.ts';
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
