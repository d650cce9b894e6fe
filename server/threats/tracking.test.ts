import { expect, test } from 'vitest';
import { createApp } from '../app.ts';
import { createMetrics } from '../metrics.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { withoutRequestId } from '../testing/http-world.ts';
import { sharedGoogle } from '../testing/world.ts';
import { mostMachines } from '../tracking/count-hits.ts';
import { createTracker } from '../tracking/tracker.ts';
import { agents, hrefs, trackedWorld } from '../tracking/testing/tracked-email.ts';

const shared = sharedGoogle();
const minute = 60_000;

eachEngine((_engine, open) => {
  const scene = async () => {
    const it = await trackedWorld(await open(), shared.google);
    const email = await it.sendTracked();
    it.it.advance(minute);
    return { ...it, email };
  };

  /** Every address that is one letter, one part or one role away from one of ours. */
  const tamperedWith = (path: string): string[] => {
    const [, role, name] = path.split('/') as [string, string, string];
    const token = name.replace('.gif', '');
    const flip = (i: number) => (token[i] === 'A' ? 'B' : 'A');
    const letters = [...token].map((_, i) => token.slice(0, i) + flip(i) + token.slice(i + 1));
    const others = [
      '',
      token.slice(1),
      `${token}A`,
      token.toUpperCase(),
      `${token}%00`,
      `x${token}`,
      `${token}=`,
    ];
    const evil = [
      'https://evil.example',
      encodeURIComponent('https://evil.example'),
      '%2e%2e%2f',
      '..%2fv1%2fme',
    ];
    return [...letters, ...others, ...evil].map((it) => `/${role}/${it}${role === 'o' ? '.gif' : ''}`);
  };

  test('no tampered link leads anywhere, and none tells whether it was close', async () => {
    const { it, ask, email, row } = await scene();
    const answers = new Set<string>();
    for (const path of [...tamperedWith(email.clicks[0]!), ...tamperedWith(email.clicks[2]!)]) {
      const answer = await it.app.request(path);
      expect([answer.status, answer.headers.get('location')], path).toEqual([404, null]);
      const text = await answer.text();
      if (text.startsWith('<!doctype')) answers.add(text);
    }
    expect(answers.size, 'one page for all of them').toBe(1);
    // A pixel's token is none for a link, nor the other way round; whatever the query says.
    const pixelToken = email.pixel.slice(3, -4);
    for (const path of [`/c/${pixelToken}`, `/c/${pixelToken}?url=https://evil.example`])
      expect((await it.app.request(path)).headers.get('location'), path).toBeNull();
    const extra = await ask(
      `${email.clicks[1]!}?url=https://evil.example&u=//evil.example#https://evil.example`,
    );
    expect(extra.headers.get('location')).toBe(hrefs[1]);
    expect(await row(email.id)).toMatchObject({ hits: 1, clickPeople: 1, openPeople: 0 });
  });

  test('every pixel is answered alike, to the byte, whoever guesses', async () => {
    const { ask, email, row } = await scene();
    const own = withoutRequestId(await ask(email.pixel, agents.gmail));
    for (const path of [
      '/o/',
      ...tamperedWith(email.pixel).slice(0, 20),
      '/o/x',
      `/o/${email.clicks[0]!.slice(3)}.gif`,
    ])
      if (path !== '/o/') expect(withoutRequestId(await ask(path, agents.gmail)), path).toEqual(own);
    const response = await ask(email.pixel, agents.gmail);
    expect(response.headers.get('content-type')).toBe('image/gif');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(await row(email.id)).toMatchObject({ hits: 2 });
  });

  test('a pixel is exactly 43 bytes, also when the database is gone', async () => {
    const { it, email, store } = await scene();
    const bytes = async () => Buffer.from(await (await it.app.request(email.pixel)).arrayBuffer());
    const alive = await bytes();
    expect([alive.length, alive.subarray(0, 6).toString()]).toEqual([43, 'GIF89a']);
    const broken = Object.assign(store, { tx: () => Promise.reject(new Error('gone')) });
    expect(await bytes()).toEqual(alive);
    expect(broken).toBe(store);
  });

  test('who follows a link is led on, also when nothing can be written down', async () => {
    const { it, email, row } = await scene();
    const tracker = createTracker({ ...it, hitsFolder: '/dev/null/no-folder' });
    const lost = createApp({ ...it, tracker }, { log: it.log, metrics: createMetrics() });
    expect((await lost.request(email.clicks[0]!)).headers.get('location')).toBe(hrefs[0]);
    expect((await lost.request(email.pixel)).status).toBe(200);
    expect(await row(email.id)).toMatchObject({ hits: 0 });
  });

  test('whoever floods a pixel or a link leaves so many rows and no more, and counts as a machine', async () => {
    const { ask, email, hits, row, days } = await scene();
    for (let i = 0; i < 10; i += 1)
      await Promise.all(
        Array.from({ length: 50 }, (_, j) => ask(j % 2 ? email.pixel : email.clicks[j % 3]!, 'curl/8.5.0')),
      );
    expect(await hits(email.id)).toHaveLength(mostMachines);
    expect(await row(email.id)).toMatchObject({
      openPeople: 0,
      openMachines: 250,
      clickPeople: 0,
      clickMachines: 250,
    });
    expect(await days()).toEqual({ opened: 0, clicked: 0, openMachines: 250, openUnknown: 0 });
  });

  test('the pixel of one email, put into another, is not in what goes out', async () => {
    const { it, ravi, email } = await scene();
    const token = email.pixel.slice('/o/'.length);
    const own = [
      `https://behalf.test/o/${token}`,
      `https://behalf.test/prefix/../o/${token}?x=1#y`,
      `https://BEHALF.test:443/o/%${token.charCodeAt(0).toString(16)}${token.slice(1)}`,
      `https://behalf.test/o/${token.replace('.gif', '%2egif')}`,
      `&#104;ttps://behalf.test/o/${token}`,
      `https:\\behalf.test\\o\\${token}`,
    ];
    const others = ['https://acme.test/o/logo.gif', 'https://acme.test/%ff/logo.png'];
    const html = `<p>Hello</p>${[...own, ...others].map((src) => `<img src="${src}">`).join('')}`;
    const to = { email: 'somebody@candidate.de' };
    const { id } = (await ravi.submit({ from: { mailboxId: ravi.mailboxId }, to, html })).body;
    const body = (await ravi.get<{ html: string }>(`/v1/sends/${id}`)).body.html;
    expect(body).toBe(`<p>Hello</p>${others.map((src) => `<img src="${src}" />`).join('')}`);
    expect(it.sends().length).toBe(1);
  });

  test('heads, scanners that follow every link, and the hidden link are machines, and nobody is told of them', async () => {
    const { it, ravi, maya, ask, email, row, told, tellFinal, hits } = await scene();
    for (const path of [email.pixel, ...email.clicks]) await ask(path, agents.chrome, 'HEAD');
    it.advance(minute);
    // All of them in one breath, so that not even the first is taken for a person.
    await Promise.all([email.pixel, ...email.clicks, email.canary].map((path) => ask(path, agents.firefox)));
    it.advance(minute);
    expect((await ask(email.canary, agents.chrome)).status).toBe(204);
    expect(await row(email.id)).toMatchObject({
      ...{ openPeople: 0, clickPeople: 0, firstOpenAt: null, firstClickAt: null },
      ...{ openMachines: 2, clickMachines: 8 },
    });
    expect(new Set((await hits(email.id)).map(({ verdict }) => verdict))).toEqual(new Set(['machine']));
    await tellFinal();
    for (const who of [ravi, maya]) expect((await told(who, email.id)).length).toBe(0);
  });
});
