import { expect, it, test } from 'vitest';
import type { Stats } from '../../shared/api/stats.ts';
import type { SeenEmail } from '../store/seen-emails.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { sharedGoogle } from '../testing/world.ts';
import { countLookedAt } from './looked-at.ts';
import { trackedWorld } from './testing/tracked-email.ts';

const day = Date.UTC(2026, 2, 1);
const email = (rest: Partial<SeenEmail>): SeenEmail => ({
  ...{ sentAt: day, requestorId: 'ravi', acceptorId: 'maya', recipientKey: 'jonas' },
  ...{ mode: 'individual', opens: true, clicks: false, ...rest },
});
const many = (count: number, rest: Partial<SeenEmail> = {}): SeenEmail[] =>
  Array.from({ length: count }, (_, i) =>
    email({ recipientKey: `person-${i}`, mode: 'aggregate', clicks: true, ...rest }),
  );
const byPerson = (emails: SeenEmail[]) => Object.fromEntries(countLookedAt(emails, (of) => of.acceptorId));

test('an email counts on each side that is looked at, and not at all where nothing is', () => {
  const emails = [
    email({}),
    email({ clicks: true }),
    email({ mode: 'off' }),
    email({ mode: null, opens: null, clicks: null }),
    email({ acceptorId: 'ada', opens: false, clicks: true }),
  ];
  expect(byPerson(emails)).toEqual({ maya: { opens: 2, clicks: 1 }, ada: { opens: 0, clicks: 1 } });
});

test('of sums only those over many people of one day and sender count', () => {
  expect(byPerson(many(4))).toEqual({});
  expect(byPerson([...many(4), ...many(1)])).toEqual({});
  expect(byPerson(many(5))).toEqual({ maya: { opens: 5, clicks: 5 } });
  expect(byPerson([...many(4), ...many(4, { sentAt: day + 86_400_000 })])).toEqual({});
  expect(byPerson([...many(3), ...many(5, { acceptorId: 'ada' })])).toEqual({ ada: { opens: 5, clicks: 5 } });
});

const shared = sharedGoogle();

eachEngine((_, open) => {
  it('is told with the figures of both sides, by day and by person', async () => {
    const { it: world, ravi, maya, sendTracked } = await trackedWorld(await open(), shared.google);
    await sendTracked();
    await ravi.submit({
      from: {
        grantId: (await ravi.get<{ items: { id: string }[] }>('/v1/grants?side=requestor')).body.items[0]!.id,
      },
    });
    await world.dispatchAll();
    for (const [who, side] of [
      [ravi, 'requestor'],
      [maya, 'acceptor'],
    ] as const) {
      const { total, days } = (await who.get<Stats>(`/v1/stats?side=${side}&by=day`)).body;
      expect([total.sent, total.lookedAt]).toEqual([2, { opens: 1, clicks: 1 }]);
      expect(days.at(-1)).toMatchObject({ sent: 2, lookedAt: { opens: 1, clicks: 1 } });
      expect(days[0]).toMatchObject({ sent: 0, lookedAt: { opens: 0, clicks: 0 } });
      const { senders } = (await who.get<Stats>(`/v1/stats?side=${side}&by=sender`)).body;
      expect(senders).toMatchObject([{ sent: 2, lookedAt: { opens: 1, clicks: 1 } }]);
    }
  });
});
