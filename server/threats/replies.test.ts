import { expect, it, vi } from 'vitest';
import { findForeignEgress } from '../../e2e/support/egress.ts';
import { repliesWorld } from '../replies/testing/replies-world.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { readTables } from '../testing/read-tables.ts';
import { sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();
const jonas = 'jonas@candidate.test';
const secret = 'Quokka words that only the owner may read';

/** The bodies of all that the provider answered while `work` ran. */
async function overhear(work: () => Promise<unknown>): Promise<string[]> {
  const bodies: string[] = [];
  const { fetch } = globalThis;
  const spy = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const response = await fetch(input, init);
    bodies.push(await response.clone().text());
    return response;
  });
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
  return bodies;
}

eachEngine((_, open) => {
  it('a reply’s words are in no answer we ask for, in no table and in no log', async () => {
    const scene = await repliesWorld(await open(), shared.google);
    const send = await scene.send();
    await shared.google.reply(jonas, { text: secret, headers: { 'X-Private': secret } });
    const heard = await overhear(() => scene.lookNext());
    expect((await scene.watch(send))!.repliedAt).not.toBeNull();
    expect(heard).toHaveLength(1);
    // It is the thread's answer that was overheard, and it has nothing in it but what the mask lets through.
    const { messages, ...rest } = JSON.parse(heard[0]!) as { messages: Record<string, unknown>[] };
    expect(rest).toEqual({});
    expect(messages).toHaveLength(2);
    for (const message of messages) {
      expect(Object.keys(message).sort()).toEqual(['id', 'internalDate', 'labelIds', 'payload']);
      expect(Object.keys(message.payload as object)).toEqual(['headers']);
    }
    const threadId = await scene.threadId();
    for (const [where, text] of [
      ['answers', heard.join()],
      ['tables', await readTables(scene.store.read)],
      ['log', scene.world.logged.join()],
    ] as const) {
      expect(text, where).not.toContain('Quokka');
      expect(text, where).not.toContain('A role you might like');
      expect(text, where).not.toContain(threadId);
    }
  });

  it('of a mailbox full of threads only ours are asked about', async () => {
    const { google } = shared;
    const since = google.record.last;
    const scene = await repliesWorld(await open(), google);
    await scene.send();
    // The owner's own affairs with the same person, before and after.
    const mine = await google.reply('maya@acme.test', {
      messageId: (await google.mailbox('maya@acme.test')).at(-1)!.id,
      text: 'Privately',
      subject: 'Quite another matter',
    });
    await google.reply(jonas, { text: secret });
    for (let i = 0; i < 6; i += 1) await scene.lookNext();
    const record = google.record.since(since).filter(({ send }) => !send || send.behalfId);
    expect(findForeignEgress(record)).toEqual([]);
    const asked = record.filter(({ path }) => path.includes('/threads/'));
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter(({ path }) => path.endsWith(mine.threadId))).toEqual([]);
    // The check can fail: another thread, another header, a snippet.
    const [look] = asked;
    for (const wrong of [
      { ...look!, path: look!.path.replace(/[^/]+$/, mine.threadId) },
      { ...look!, query: { ...look!.query, metadataHeaders: 'From,Subject' } },
      { ...look!, query: { ...look!.query, fields: 'messages' } },
      { ...look!, query: { ...look!.query, format: 'full' } },
      { ...look!, email: 'ravi@acme.test' },
    ]) {
      expect(findForeignEgress([...record, wrong])).toHaveLength(1);
    }
  });

  it.each([
    ['an out-of-office notice', { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }],
    ['a vacation responder', { 'Auto-Submitted': 'auto-replied', Precedence: 'bulk', 'X-Autoreply': 'yes' }],
    ['a challenge', { Precedence: 'bulk' }],
    ['a receipt', { 'Auto-Submitted': 'auto-replied (read)' }],
  ])('%s is not a reply', async (_name, headers) => {
    const scene = await repliesWorld(await open(), shared.google);
    const send = await scene.send();
    await shared.google.reply(jonas, { text: 'x', headers });
    while ((await scene.lookNext()) > 0);
    expect(await scene.watch(send)).toMatchObject({ repliedAt: null, bouncedAt: null });
    expect((await scene.watch(send))!.autoRepliedAt).not.toBeNull();
    for (const who of [scene.ravi, scene.maya]) expect(await scene.told(who, 'send.replied')).toEqual([]);
  });

  it('mail that comes back is not a reply', async () => {
    const scene = await repliesWorld(await open(), shared.google);
    const send = await scene.send({ to: { email: 'nobody@candidate.test' } });
    while ((await scene.lookNext()) > 0);
    expect(await scene.watch(send)).toMatchObject({ repliedAt: null, autoRepliedAt: null });
    expect((await scene.watch(send))!.bouncedAt).not.toBeNull();
  });
});
