import { expect, it } from 'vitest';
import type { Send } from '../../../shared/api/sends.ts';
import type { Stats } from '../../../shared/api/stats.ts';
import { dayMs, startOfDay, utcDay } from '../../clock.ts';
import { eachEngine } from '../../store/testing/engines.ts';
import { createHttpWorld, type Somebody } from '../../testing/http-world.ts';
import { sharedGoogle } from '../../testing/world.ts';

const shared = sharedGoogle();

eachEngine((_, open) => {
  async function scene() {
    const http = await createHttpWorld(await open(), shared.google);
    const [maya, ravi] = [await http.enter('maya@acme.test'), await http.enter('ravi@acme.test')];
    const from = { grantId: (await maya.give(ravi)).body.id };
    const list = async (who: Somebody, query: string) =>
      (await who.get<{ items: Send[] }>(`/v1/sends?${query}`)).body.items;
    const idsOf = async (who: Somebody, query: string) => (await list(who, query)).map(({ id }) => id);
    /** One that was written days ago and went today, after one that was written and went yesterday. */
    const goDaysLater = async () => {
      const planned = startOfDay(utcDay(http.clock())) + 21 * dayMs + 60_000;
      const old = (await ravi.submit({ from, sendAt: new Date(planned).toISOString() })).body;
      http.advance(planned - dayMs - http.clock());
      for (const who of [maya, ravi]) await who.signInAgain();
      const recent = (await ravi.submit({ from })).body;
      await http.dispatchAll();
      http.advance(planned + 1000 - http.clock());
      await http.dispatchAll();
      for (const who of [maya, ravi]) await who.signInAgain();
      return { old, recent, days: [utcDay(planned - dayMs), utcDay(planned)] as const };
    };
    return { http, maya, ravi, from, list, idsOf, goDaysLater };
  }

  it('finds an email on the day it went, on which figures count it, on both sides', async () => {
    const { maya, ravi, idsOf, goDaysLater } = await scene();
    const { old, recent, days } = await goDaysLater();
    for (const [who, side] of [
      [ravi, 'requestor'],
      [maya, 'acceptor'],
    ] as const) {
      expect(await idsOf(who, `side=${side}`)).toEqual([old.id, recent.id]);
      for (const [day, id] of [
        [days[0], recent.id],
        [days[1], old.id],
      ] as const) {
        const stats = await who.get<Stats>(`/v1/stats?side=${side}&from=${day}&to=${day}`);
        expect(stats.body.total.sent).toBe(1);
        for (const filter of ['', '&others=true', '&state=sent', '&outcome=none'])
          expect(await idsOf(who, `side=${side}&from=${day}&to=${day}${filter}`)).toEqual([id]);
        const { text } = await who.get(`/v1/sends/export?side=${side}&from=${day}&to=${day}`);
        expect(text.split('\r\n').filter((line) => line.includes(id))).toHaveLength(1);
      }
      const written = old.createdAt.slice(0, 10);
      expect(await idsOf(who, `side=${side}&from=${written}&to=${written}`)).toEqual([]);
    }
  });

  it('says what an email is listed by: when it went, else when it ended, else when it is meant to go', async () => {
    const { http, ravi, from, list, idsOf, goDaysLater } = await scene();
    const { old, recent } = await goDaysLater();
    const sendAt = new Date(http.clock() + 40 * dayMs).toISOString();
    const [later, taken] = [
      (await ravi.submit({ from, sendAt })).body,
      (await ravi.submit({ from, sendAt })).body,
    ];
    expect((await ravi.post(`/v1/sends/${taken.id}/cancel`)).status).toBe(200);
    const shown = await list(ravi, 'side=requestor');
    expect(shown.map(({ id, listedAt }) => [id, listedAt])).toEqual([
      [later.id, sendAt],
      [taken.id, new Date(http.clock()).toISOString()],
      [old.id, shown[2]!.sentAt],
      [recent.id, shown[3]!.sentAt],
    ]);
    // Without what is planned for later, and only that.
    expect(await idsOf(ravi, 'past=true')).toEqual([taken.id, old.id, recent.id]);
    expect(await idsOf(ravi, `from=${sendAt.slice(0, 10)}`)).toEqual([later.id]);
    expect(await idsOf(ravi, `past=true&from=${sendAt.slice(0, 10)}`)).toEqual([]);
    expect((await ravi.get('/v1/sends?past=false')).status).toBe(400);
  });
});
