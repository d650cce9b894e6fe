import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { TrackingMode } from '../../shared/domain/tracking-policy.ts';
import { writePolicy } from '../store/workspaces.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { eraseSends } from '../store/erase.ts';
import { race } from '../testing/race.ts';
import { sharedGoogle } from '../testing/world.ts';
import { readAgent } from './classify/read-agent.ts';
import { mostHits, mostMachines } from './count-hits.ts';
import { createOwnBrowsers } from './own-browsers.ts';
import { createHitRecorder, type ArrivedHit } from './record-hits.ts';
import { fewestInSum } from './sums-of-many.ts';
import { createTracker } from './tracker.ts';
import { agents, hrefs, trackedWorld } from './testing/tracked-email.ts';

const shared = sharedGoogle();
const minute = 60_000;

eachEngine((_engine, open, openSeveral) => {
  const scene = async (options?: Parameters<typeof trackedWorld>[2]) =>
    trackedWorld(await open(), shared.google, options);

  test('a person’s opens are counted for the day the email was sent, and the first is one of its opened emails', async () => {
    const { it, sendTracked, ask, row, days } = await scene();
    const email = await sendTracked();
    it.advance(3 * minute);
    const first = it.clock();
    await ask(email.pixel, agents.gmail);
    it.advance(86_400_000);
    await ask(email.pixel, agents.gmail);
    expect(await row(email.id)).toMatchObject({
      ...{ openPeople: 2, openMachines: 0, openUnknown: 0, hits: 2 },
      ...{ firstOpenAt: first, lastOpenAt: it.clock(), firstClickAt: null },
    });
    expect(await days()).toEqual({ opened: 1, clicked: 0, openMachines: 0, openUnknown: 0 });
  });

  test('the answer to a request tells the same as the list: opened, clicked, and by whom it seems', async () => {
    const { it, ravi, sendTracked, ask } = await scene();
    const email = await sendTracked();
    it.advance(minute);
    await ask(email.pixel, agents.apple);
    await ask(email.clicks[1]!);
    await ravi.signInAgain();
    const send = await ravi.get<{ outcome: unknown }>(`/v1/sends/${email.id}`);
    const at = new Date(it.clock()).toISOString();
    expect(send.body.outcome).toMatchObject({
      tracking: 'individual',
      opens: { people: 0, machines: 0, unknown: 1, firstAt: null, lastAt: null },
      clicks: { people: 1, machines: 0, unknown: 0, firstAt: at, lastAt: at },
    });
  });

  test('a link leads to exactly what stood there, and asking for its head alone is a machine', async () => {
    const { it, sendTracked, ask, row } = await scene();
    const email = await sendTracked();
    it.advance(minute);
    for (const [i, path] of email.clicks.entries()) {
      const answer = await ask(path, agents.firefox, 'HEAD');
      expect([answer.status, answer.headers.get('location')]).toEqual([302, hrefs[i]]);
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    }
    expect(await row(email.id)).toMatchObject({ clickPeople: 0, clickMachines: 3 });
  });

  test('first opens at once, at two processes, are one first open', async () => {
    const stores = await openSeveral(2);
    const { it, sendTracked, row, days } = await trackedWorld(stores[0]!, shared.google);
    const trackers = stores.map((store) => createTracker({ ...it, store }));
    for (let round = 0; round < 5; round += 1) {
      const email = await sendTracked();
      it.advance(minute);
      const token = /\/o\/(.*)\.gif/.exec(email.pixel)![1]!;
      const asking = { userAgent: agents.gmail, isHead: false, address: '192.0.2.1' };
      const openOn = (i: number) => () => trackers[i]!.open(token, asking);
      await race(round, openOn(0), openOn(1));
      await Promise.all([0, 1, 0, 1, 0, 1].map((i) => openOn(i)()));
      await Promise.all(trackers.map((tracker) => tracker.counted()));
      expect(await row(email.id)).toMatchObject({ openPeople: 8, hits: 8 });
      expect((await days()).opened).toBe(round + 1);
    }
  });

  test('who turns out to be a scanner is counted back, on the email and in the sums', async () => {
    const { it, sendTracked, ask, row, days, hits } = await scene();
    const email = await sendTracked();
    it.advance(minute);
    await ask(email.pixel);
    await ask(email.clicks[0]!);
    expect(await days()).toMatchObject({ opened: 1, clicked: 1 });
    it.advance(500);
    await ask(email.canary);
    expect(await row(email.id)).toMatchObject({
      ...{ openPeople: 0, openMachines: 1, clickPeople: 0, clickMachines: 2 },
      ...{ firstOpenAt: null, lastOpenAt: null, firstClickAt: null, lastClickAt: null },
    });
    expect(await days()).toEqual({ opened: 0, clicked: 0, openMachines: 1, openUnknown: 0 });
    expect(new Set((await hits(email.id)).map(({ reason }) => reason))).toEqual(new Set(['hidden-link']));
    it.advance(5 * minute);
    await ask(email.clicks[2]!, agents.firefox);
    expect(await row(email.id)).toMatchObject({ clickPeople: 1, firstClickAt: it.clock() });
  });

  test('all links within seconds are a machine’s, also when they come together', async () => {
    const { it, sendTracked, ask, row } = await scene();
    const email = await sendTracked();
    it.advance(minute);
    await Promise.all(email.clicks.map((path) => ask(path)));
    expect(await row(email.id)).toMatchObject({ clickPeople: 0, clickMachines: 3, firstClickAt: null });
  });

  test('of one email so many hits are kept; what comes after them is only counted', async () => {
    const { it, sendTracked, ask, row, hits } = await scene();
    const email = await sendTracked();
    it.advance(minute);
    for (let i = 0; i < mostHits + 40; i += 20)
      await Promise.all(Array.from({ length: 20 }, () => ask(email.pixel, agents.gmail)));
    expect(await hits(email.id)).toHaveLength(mostHits);
    expect(await row(email.id)).toMatchObject({ openPeople: mostHits, openMachines: 40, hits: mostHits });
  });

  test('a scanner that comes again and again leaves room for the person after it', async () => {
    const { it, sendTracked, ask, row, hits, days } = await scene();
    const email = await sendTracked();
    it.advance(minute);
    for (let i = 0; i < mostHits + 40; i += 40)
      await Promise.all(Array.from({ length: 40 }, () => ask(email.pixel, 'curl/8.5.0')));
    it.advance(5 * minute);
    await ask(email.pixel, agents.gmail);
    await ask(email.clicks[1]!);
    expect(await row(email.id)).toMatchObject({
      ...{ openPeople: 1, openMachines: mostHits + 40, clickPeople: 1, clickMachines: 0 },
      ...{ firstOpenAt: it.clock(), firstClickAt: it.clock(), hits: mostMachines + 2 },
    });
    expect(await hits(email.id)).toHaveLength(mostMachines + 2);
    expect(await days()).toMatchObject({ opened: 1, clicked: 1 });
  });

  test('of an email of which only sums are kept nothing is noted but the sums', async () => {
    const { it, ravi, sendTracked, ask, row, hits, days, told, tellFinal } = await scene({
      mode: 'aggregate',
    });
    for (let i = 1; i < fewestInSum; i += 1) await sendTracked({ to: { email: `c${i}@elsewhere.test` } });
    const email = await sendTracked();
    const before = await row(email.id);
    it.advance(minute);
    for (const agent of [agents.gmail, agents.gmail, agents.apple, 'curl/8.5.0'])
      await ask(email.pixel, agent);
    expect((await ask(email.clicks[1]!)).headers.get('location')).toBe(hrefs[1]);
    expect(await days()).toEqual({ opened: 1, clicked: 1, openMachines: 1, openUnknown: 1 });
    expect(await row(email.id)).toEqual(before);
    expect(await hits(email.id)).toEqual([]);
    await tellFinal();
    expect(await told(ravi, email.id)).toEqual([]);
  });

  test('what one person did can’t be found out from sums: over few recipients there are none', async () => {
    const { it, store, ravi, sendTracked, ask, days } = await scene({ mode: 'aggregate' });
    const email = await sendTracked({ to: { email: 'c1@elsewhere.test' } });
    const later = async (more: Parameters<typeof sendTracked>[0]) => {
      await sendTracked(more);
      await ask(email.pixel, agents.gmail);
      await ask(email.clicks[0]!);
      await ask(email.pixel, agents.apple);
    };
    it.advance(minute);
    const none = { opened: 0, clicked: 0, openMachines: 0, openUnknown: 0 };
    // The same person again, and emails that are seen one by one, are no company for it.
    for (let i = 0; i < fewestInSum; i += 1) await later({ to: { email: 'C1@elsewhere.test' } });
    const decide = (mode: TrackingMode) =>
      store.tx((q) =>
        writePolicy(q, ravi.workspaceId, {
          tracking: { consent: mode, unknown: mode, elsewhere: mode },
          unsubscribeLine: false,
        }),
      );
    await decide('individual');
    for (let i = 0; i < fewestInSum; i += 1) await later({ to: { email: `seen${i}@elsewhere.test` } });
    await decide('aggregate');
    for (let i = 2; i < fewestInSum; i += 1) await later({ to: { email: `c${i}@elsewhere.test` } });
    it.advance(86_400_000);
    await later({ to: { email: 'tomorrow@elsewhere.test' } });
    expect(await days()).toEqual(none);
  });

  test('who objected is no company in a sum: of the one who is left nothing is counted', async () => {
    const { it, maya, sendTracked, ask, days } = await scene({ mode: 'aggregate' });
    const emails = Array.from({ length: fewestInSum }, (_, i) => `c${i}@elsewhere.test`);
    let last = await sendTracked({ to: { email: emails[0]! } });
    for (const email of emails.slice(1)) last = await sendTracked({ to: { email } });
    await maya.post('/v1/suppressions', { emails: emails.slice(0, -1) });
    it.advance(minute);
    await ask(last.pixel, agents.gmail);
    expect(await days()).toMatchObject({ opened: 0 });
  });

  test('after an objection the same is answered, and nothing counted any more', async () => {
    const { it, store, sendTracked, ask, row, days } = await scene();
    const email = await sendTracked();
    const { trackedSends: t } = store.read.t;
    await store.tx(
      async (q) => void (await q.update(t).set({ silencedAt: 1 }).where(eq(t.sendId, email.id))),
    );
    it.advance(minute);
    expect((await ask(email.pixel)).headers.get('content-type')).toBe('image/gif');
    expect((await ask(email.clicks[0]!)).headers.get('location')).toBe(hrefs[0]);
    expect(await row(email.id)).toMatchObject({ hits: 0, openPeople: 0, clickPeople: 0 });
    expect(await days()).toMatchObject({ opened: 0, clicked: 0 });
  });

  test('what somebody got is not looked after any more once a member has put them down', async () => {
    const { it, maya, sendTracked, ask, row, days } = await scene();
    const [email, other] = [
      await sendTracked({ to: { email: 'jonas@candidate.us' } }),
      await sendTracked({ to: { email: 'lena@candidate.us' } }),
    ];
    const list = { emails: ['Jonas@candidate.us', 'nobody@candidate.us'] };
    expect((await maya.post('/v1/suppressions', list)).status).toBe(201);
    it.advance(minute);
    for (const { pixel, clicks } of [email, other]) {
      await ask(pixel);
      expect((await ask(clicks[0]!)).headers.get('location')).toBe(hrefs[0]);
    }
    expect(await row(email.id)).toMatchObject({ hits: 0, openPeople: 0, clickPeople: 0 });
    expect(await days()).toMatchObject({ opened: 1, clicked: 1 });
  });

  test('what was erased leads nowhere and counts nothing', async () => {
    const { it, store, ravi, sendTracked, ask, row } = await scene();
    const email = await sendTracked();
    await store.tx((q) => eraseSends(q, ravi.memberId, it.clock()));
    it.advance(minute);
    expect((await ask(email.pixel)).status).toBe(200);
    const answer = await ask(email.clicks[0]!);
    expect([answer.status, answer.headers.get('location')]).toEqual([404, null]);
    expect(await row(email.id)).toMatchObject({ hits: 0, openPeople: 0 });
  });

  test('what was followed a moment ago leads nowhere once it is erased, whichever process is asked', async () => {
    const stores = await openSeveral(2);
    const { it, ravi, sendTracked } = await trackedWorld(stores[0]!, shared.google);
    const trackers = stores.map((store) => createTracker({ ...it, store }));
    const email = await sendTracked();
    const asking = { userAgent: agents.chrome, isHead: false, address: '192.0.2.1' };
    const followAll = () =>
      Promise.all(trackers.map((tracker) => tracker.follow(email.clicks[0]!.slice('/c/'.length), asking)));
    expect(await followAll()).toEqual([{ location: hrefs[0] }, { location: hrefs[0] }]);
    await stores[0]!.tx((q) => eraseSends(q, ravi.memberId, it.clock()));
    expect(await followAll()).toEqual([null, null]);
    await Promise.all(trackers.map((tracker) => tracker.counted()));
  });

  test('a token that a program has escaped on its way is the same token', async () => {
    const { sendTracked, ask } = await scene();
    const email = await sendTracked();
    const escaped = (path: string) => path.replace(/.$/, (last) => `%${last.charCodeAt(0).toString(16)}`);
    expect((await ask(escaped(email.clicks[0]!))).headers.get('location')).toBe(hrefs[0]);
    expect((await ask(`${email.clicks[0]}%`)).status).toBe(404);
  });

  test('whoever the mailbox belongs to is no reader of the copy in their Sent, in a browser they are signed in with', async () => {
    const { it, maya, ravi, sendTracked, ask, row, hits, days } = await scene();
    const email = await sendTracked();
    it.advance(minute);
    const signedIn = (who: typeof maya, agent: string) =>
      it.call('GET', '/v1/me', { token: who.tokens.access_token, headers: { 'user-agent': agent } });
    expect((await signedIn(maya, agents.chrome)).status).toBe(200);
    await signedIn(ravi, agents.firefox);
    await ask(email.pixel, agents.chrome);
    await ask(email.clicks[0]!, agents.chrome);
    // Whoever else looks, be it from the same network, or whoever wrote it: they have no copy of their own.
    await ask(email.clicks[1]!, agents.firefox);
    expect((await hits(email.id)).map(({ verdict, reason }) => [verdict, reason])).toEqual([
      ['machine', 'acceptor-sent-copy'],
      ['machine', 'acceptor-sent-copy'],
      ['person', 'browser'],
    ]);
    expect(await row(email.id)).toMatchObject({ openPeople: 0, openMachines: 1, clickPeople: 1 });
    expect(await days()).toMatchObject({ opened: 0, clicked: 1 });
    await maya.signInAgain();
    const to = { email: 'Maya@acme.test' };
    const own = await sendTracked({ to });
    it.advance(minute);
    await signedIn(maya, agents.chrome);
    await ask(own.pixel, agents.chrome);
    expect(await row(own.id), 'who writes to themselves reads it').toMatchObject({ openPeople: 1 });
  });

  test('after a kill what is counted is not counted again, and what only looks like it is', async () => {
    const { it, store, sendTracked, row } = await scene();
    const email = await sendTracked();
    it.advance(minute);
    const record = createHitRecorder(store, createOwnBrowsers());
    // One person's program asks twice in one millisecond; one of the two was counted before the kill.
    const click = (mark: string): ArrivedHit => ({
      ...{ sendId: email.id, kind: 'click', link: 0, links: 3, at: it.clock(), isHead: false },
      ...{ agent: readAgent(agents.chrome), visitor: 'v', mark },
    });
    await record([click('one')], false);
    await record([click('two')], true);
    expect(await row(email.id)).toMatchObject({ clickPeople: 2 });
    await record([click('one'), click('two')], true);
    expect(await row(email.id)).toMatchObject({ clickPeople: 2, hits: 2 });
  });

  test('neither address nor agent of who asked is stored, and tomorrow they are somebody else', async () => {
    const { it, sendTracked, ask, hits } = await scene();
    const email = await sendTracked();
    it.advance(minute);
    await ask(email.pixel);
    await ask(email.pixel);
    await ask(email.pixel, agents.firefox);
    it.advance(86_400_000);
    await ask(email.pixel);
    const rows = await hits(email.id);
    const [a, b, c, d] = rows.map(({ visitor }) => visitor);
    expect([a === b, a === c, a === d]).toEqual([true, false, false]);
    expect(JSON.stringify(rows)).not.toMatch(/Mozilla|Chrome|unknown|127\.0\.0\.1/);
  });
});
