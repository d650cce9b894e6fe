import { expect, it } from 'vitest';
import type { SenderCounts, Stats } from '../../shared/api/stats.ts';
import { dayMs, utcDay } from '../clock.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { codeOf, createHttpWorld, type Somebody } from '../testing/http-world.ts';
import { sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();

eachEngine((_, open) => {
  async function scene() {
    const http = await createHttpWorld(await open(), shared.google);
    const [ada, maya] = [await http.enter('ada@acme.test'), await http.enter('maya@acme.test')];
    const [ravi, sam] = [await http.enter('ravi@acme.test'), await http.enter('sam@globex.test')];
    /** All that was sent is looked at, each email by itself, and for answers. */
    const count = (day: string, requestor: Somebody, acceptor: Somebody, counts: Partial<SenderCounts>) =>
      http.store.tx(async (q) => {
        const whose = { requestorId: requestor.memberId, acceptorId: acceptor.memberId };
        const { sent } = counts;
        const lookedAt = { opensEach: sent, clicksEach: sent, repliesLookedAt: sent };
        await q
          .insert(q.t.senderDays)
          .values({ workspaceId: requestor.workspaceId, day, ...whose, ...counts, ...lookedAt });
      });
    const read = async (who: Somebody, query: string) => (await who.get<Stats>(`/v1/stats?${query}`)).body;
    return { http, ada, maya, ravi, sam, count, read };
  }

  it('shows every day of the range in order, those without an email as zeros', async () => {
    const { count, read, ravi, maya, ada } = await scene();
    await count('2026-02-28', ravi, maya, {
      sent: 3,
      opened: 2,
      openMachines: 5,
      openUnknown: 1,
      clicked: 1,
    });
    await count('2026-03-02', ravi, maya, { sent: 2, replied: 1 });
    await count('2026-03-02', ravi, ada, { sent: 1, bounced: 1 });
    await count('2026-03-04', ravi, ada, { sent: 9 });
    const { days, senders, total, from, to } = await read(ravi, 'from=2026-02-28&to=2026-03-03&by=day');
    expect([from, to, senders]).toEqual(['2026-02-28', '2026-03-03', []]);
    const seen = { opened: 0, openMachines: 0, openUnknown: 0, clicked: 0, replied: 0, bounced: 0 };
    const sent = (count: number) => ({
      ...{ sent: count, opensLookedAt: count, clicksLookedAt: count, repliesLookedAt: count },
    });
    expect(days).toEqual([
      { ...seen, day: '2026-02-28', ...sent(3), opened: 2, openMachines: 5, openUnknown: 1, clicked: 1 },
      { ...seen, day: '2026-03-01', ...sent(0) },
      { ...seen, day: '2026-03-02', ...sent(3), replied: 1, bounced: 1 },
      { ...seen, day: '2026-03-03', ...sent(0) },
    ]);
    expect(total).toMatchObject({
      sent: 6,
      opened: 2,
      openMachines: 5,
      openUnknown: 1,
      replied: 1,
      bounced: 1,
    });
  });

  it('shows as whom I sent, and on the other side who sent as me, most emails first', async () => {
    const { count, read, ravi, maya, ada } = await scene();
    for (const day of ['2026-03-01', '2026-03-02']) {
      await count(day, ravi, maya, { sent: 2, opened: 1 });
      await count(day, ravi, ravi, { sent: 1 });
      await count(day, ada, maya, { sent: 3 });
    }
    const range = 'from=2026-03-01&to=2026-03-31&by=sender';
    const told = ({ senders }: Stats) => senders.map(({ person, sent }) => `${person.name} ${sent}`);
    expect(told(await read(ravi, range))).toEqual(['Maya Chen 4', 'Ravi Patel 2']);
    expect(told(await read(maya, `${range}&side=acceptor`))).toEqual(['Ada Okafor 6', 'Ravi Patel 4']);
    expect(told(await read(maya, `${range}&side=acceptor&requestor=${ravi.memberId}`))).toEqual([
      'Ravi Patel 4',
    ]);
    expect(told(await read(ravi, `${range}&sender=${maya.memberId}`))).toEqual(['Maya Chen 4']);
    expect((await read(maya, range)).total.sent).toBe(0);
  });

  it('shows an admin what is their own, and nobody what is of others, whoever they name', async () => {
    const { count, read, ravi, maya, ada, sam } = await scene();
    await count('2026-03-01', ravi, maya, { sent: 2 });
    for (const who of [ada, sam])
      for (const by of ['day', 'sender'])
        for (const side of ['requestor', 'acceptor'])
          for (const more of ['', `&sender=${maya.memberId}`, `&requestor=${ravi.memberId}`]) {
            const stats = await read(who, `from=2026-03-01&to=2026-03-02&by=${by}&side=${side}${more}`);
            expect([stats.total.sent, stats.senders]).toEqual([0, []]);
          }
  });

  it('shows the last 30 days unless it is told which, and what was just sent among them', async () => {
    const { http, read, ravi } = await scene();
    await ravi.submit({ from: { mailboxId: ravi.mailboxId } });
    await http.dispatchAll();
    const stats = await read(ravi, '');
    const today = utcDay(http.clock());
    expect([stats.from, stats.to]).toEqual([utcDay(http.clock() - 29 * dayMs), today]);
    expect(stats.days).toHaveLength(30);
    expect(stats.days.at(-1)).toMatchObject({ day: today, sent: 1 });
  });

  it('shows no day that could not be asked for', async () => {
    const { read, ravi } = await scene();
    const { from, days } = await read(ravi, 'to=2000-01-02');
    expect([from, days.map(({ day }) => day)]).toEqual(['2000-01-01', ['2000-01-01', '2000-01-02']]);
  });

  it('refuses what is no range, or a longer one than a year, and fields it does not know', async () => {
    const { ravi } = await scene();
    for (const query of [
      ...['from=2026-03-02&to=2026-03-01', 'from=2025-03-01&to=2026-03-02'],
      ...['from=yesterday', 'to=2026-02-30', 'to=0000-01-01', 'from=', 'by=week', 'side=both', 'sender=x'],
      ...['workspaceId=x', 'memberId=x', 'by=day&by=sender', 'from=2026-03-01T00:00:00Z'],
    ]) {
      const answer = await ravi.get(`/v1/stats?${query}`);
      expect([answer.status, codeOf(answer)], query).toEqual([400, 'invalid_request']);
    }
    expect((await ravi.get('/v1/stats?from=2025-03-02&to=2026-03-02')).status).toBe(200);
  });
});
