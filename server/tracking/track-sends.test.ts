import { expect, test } from 'vitest';
import type { TrackingMode } from '../../shared/domain/tracking-policy.ts';
import { EditSend } from '../../shared/api/sends.ts';
import { openBody } from '../sending/content.ts';
import { editSend } from '../sending/edit-send.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { findTrackedSend } from '../store/tracked-sends.ts';
import { writePolicy } from '../store/workspaces.ts';
import { allowed, createWorld, sharedGoogle } from '../testing/world.ts';
import { findHtmlLinks, findTextLinks } from './find-links.ts';
import { canaryLink } from './rewrite-links.ts';
import { openLinks } from './track-sends.ts';

const shared = sharedGoogle();
const html =
  '<p>Hello, <a href="https://jobs.example/1?a=1&amp;b=2">the role</a> or <a href="mailto:maya@acme.test">write</a></p>';
const all = { opens: true, clicks: true };

eachEngine((_engine, open) => {
  const scene = async () => {
    const world = createWorld(await open(), shared.google);
    const [ravi, maya] = [await world.join('ravi@acme.test'), await world.join('maya@acme.test')];
    const { id: grantId } = await world.grant(maya, ravi);
    const { store, vault } = world;
    const tracked = (id: string) => findTrackedSend(store.read, id);
    const decide = (unknown: TrackingMode) =>
      store.tx((q) =>
        writePolicy(q, ravi.workspaceId, {
          tracking: { consent: 'off', unknown, elsewhere: 'individual' },
          unsubscribeLine: false,
        }),
      );
    type Email = Omit<Parameters<typeof world.submit>[1], 'from'>;
    const submit = async (email: Email, undoMs = 0) =>
      allowed(await world.submit(ravi, { from: { grantId }, html, ...email }, undefined, undoMs));
    /** What Google was handed last. */
    const sent = async () => {
      await world.dispatchAll();
      return (await shared.google.mailbox('maya@acme.test')).at(-1)!;
    };
    return { world, store, vault, ravi, grantId, tracked, decide, submit, sent };
  };

  test('the workspace’s policy decides by where the recipient is, and nothing is noted that nobody asked for', async () => {
    const { tracked, submit, decide } = await scene();
    const modeOf = async (email: string, track = all) =>
      (await tracked((await submit({ to: { email }, track })).id))?.mode ?? 'off';
    expect(await modeOf('jonas@candidate.de')).toBe('off');
    expect(await modeOf('jonas@candidate.com')).toBe('aggregate');
    expect(await modeOf('jonas@candidate.us')).toBe('individual');
    expect(await modeOf('jonas@candidate.us', { opens: false, clicks: false })).toBe('off');
    await decide('off');
    expect(await modeOf('jonas@candidate.com')).toBe('off');
  });

  test('what goes out leads through this server; what is stored and shown does not', async () => {
    const { world, vault, tracked, submit, sent } = await scene();
    const send = await submit({ track: all });
    expect(openBody(vault, send).html).toBe(html);
    const row = (await tracked(send.id))!;
    expect(openLinks(vault, send.id, row.sealedLinks!)).toEqual(['https://jobs.example/1?a=1&b=2']);

    const message = await sent();
    const links = findHtmlLinks(message.html!).map(({ href }) => href);
    expect(links[1]).toBe('mailto:maya@acme.test');
    const read = async (url: string) =>
      world.recipientTokens.read(/^http:\/\/localhost:8787\/[oc]\/([\w-]+)(?:\.gif)?$/.exec(url)![1]!);
    expect(await read(links[0]!)).toEqual({ sendId: send.id, purpose: { click: 0 } });
    expect(await read(links[2]!)).toEqual({ sendId: send.id, purpose: { click: canaryLink } });
    const pixel = /<img src="([^"]+)" width="1" height="1" alt="">$/.exec(message.html!.trim())![1]!;
    expect(await read(pixel)).toEqual({ sendId: send.id, purpose: 'open' });
    expect(findTextLinks(message.text!).map(({ href }) => href)).toContain(links[0]);
    expect(message.html! + message.text!).not.toContain('jobs.example');
  });

  test('what was not asked for is not put in: neither pixel nor links', async () => {
    const { submit, sent } = await scene();
    await submit({});
    expect((await sent()).html).not.toContain('localhost');
    await submit({ track: { opens: true, clicks: false } });
    const opens = (await sent()).html!;
    expect(opens).toContain('jobs.example');
    expect(opens).toContain('/o/');
    await submit({ track: { opens: false, clicks: true } });
    const clicks = (await sent()).html!;
    expect(clicks).not.toContain('/o/');
    expect(clicks).toContain('/c/');
  });

  test('an edit carries what was asked over to the new words and the new recipient, or changes it', async () => {
    const { world, store, vault, ravi, tracked, submit } = await scene();
    let send = await submit({ to: { email: 'jonas@candidate.us' }, track: all }, 10_000);
    const edit = async (change: Partial<EditSend>) => {
      const asked = { subject: 'New', html: '<a href="https://new.example/">x</a>', ...change };
      const deps = { store, vault, undoMs: 10_000 };
      const body = EditSend.parse({ contentHash: send.contentHash, ...asked });
      send = allowed(await editSend(deps, { ...ravi, now: world.clock() }, send.id, body));
      return tracked(send.id);
    };
    const moved = (await edit({}))!;
    expect([moved.mode, openLinks(vault, send.id, moved.sealedLinks!)]).toEqual([
      'individual',
      ['https://new.example/'],
    ]);
    expect((await edit({ to: { email: 'jonas@candidate.com' } }))!.mode).toBe('aggregate');
    expect((await edit({ track: { opens: true, clicks: false } }))!.sealedLinks).toBeNull();
    expect(await edit({ to: { email: 'jonas@candidate.de' } })).toBeNull();
  });

  test('each email of a batch is tracked by its own recipient’s region', async () => {
    const { world, ravi, grantId, store } = await scene();
    const rows = ['a@x.us', 'b@x.de', 'c@x.com'].map((email) => ({ email }));
    const batch = { from: { grantId }, rows, html, track: all, subject: 'x' };
    allowed(await world.submitBatch(ravi, batch));
    const { sends, trackedSends } = store.read.t;
    const modes = new Map(
      (await store.read.select().from(trackedSends)).map(({ sendId, mode }) => [sendId, mode]),
    );
    const of = (await store.read.select().from(sends)).map(({ id, toEmail }) => [
      toEmail,
      modes.get(id) ?? 'off',
    ]);
    expect(Object.fromEntries(of)).toEqual({
      'a@x.us': 'individual',
      'b@x.de': 'off',
      'c@x.com': 'aggregate',
    });
  });
});
