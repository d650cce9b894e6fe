import { describe, expect, it, vi } from 'vitest';
import type { Sender } from '../../shared/api/senders.ts';
import { fail, succeed } from '../../shared/messages/outcome.ts';
import type { Composer, DraftReading } from '../sites/site-adapter.ts';
import { TakeOver, type Choice, type TakeOverDeps } from './take-over.ts';

const sender = {
  grantId: 'grant-maya',
  person: { id: 'maya', name: 'Maya Chen', email: 'maya@acme.test', pictureUrl: null },
  usable: true,
} as Sender & { grantId: string };
const draft = { to: { email: 'jonas@candidate.test' }, subject: 'Hello', html: '<p>Hi</p>' };
const choice: Choice = { sender, byPerson: true };

function arrange(
  parts: Partial<TakeOverDeps> = {},
  readDraft: () => DraftReading = () => ({ ok: true, draft }),
) {
  let keys = 0;
  const ask = vi.fn(async (..._message: unknown[]) => succeed({ id: 'send-1' }) as never);
  const takeOver = new TakeOver({
    client: { ask },
    findSender: () => sender,
    proveVisible: async () => true,
    hasGesture: () => true,
    makeKey: () => `key-${++keys}`,
    now: () => Date.parse('2026-11-24T12:00:00Z'),
    ...parts,
  });
  const composer = { readDraft: vi.fn(readDraft) } as unknown as Composer;
  const shown: unknown[] = [];
  const commit = (trusted = true, chosen = choice) =>
    takeOver.commit(composer, chosen, trusted, (draft, confirming) => shown.push([draft, confirming]));
  return { ask: parts.client ? parts.client.ask : ask, commit, composer, shown };
}
const typesOf = (ask: unknown) => vi.mocked(ask as () => void).mock.calls.map(([type]: unknown[]) => type);

describe('the guarded commit', () => {
  it('submits what was read, after showing it', async () => {
    const { ask, commit, shown } = arrange();
    expect(await commit()).toMatchObject({ kind: 'accepted', draft });
    expect(ask).toHaveBeenCalledWith('sends:submit', {
      key: 'key-1',
      send: { from: { grantId: 'grant-maya' }, ...draft },
    });
    expect(shown).toEqual([[draft, false]]);
  });

  it('asks for the time that was chosen', async () => {
    const { ask, commit } = arrange();
    const timing = { at: '2026-11-25T08:00:00.000Z', zone: 'Europe/Berlin', hours: null };
    await commit(true, { ...choice, timing });
    expect(ask).toHaveBeenCalledWith('sends:submit', {
      key: 'key-1',
      send: { from: { grantId: 'grant-maya' }, ...draft, sendAt: timing.at },
    });
  });

  it('asks for opens and clicks where that was chosen, and says nothing of them where not', async () => {
    const { ask, commit } = arrange();
    for (const track of [true, false]) await commit(true, { ...choice, track });
    const send = { from: { grantId: 'grant-maya' }, ...draft };
    expect(vi.mocked(ask as () => void).mock.calls).toEqual([
      ['sends:submit', { key: 'key-1', send: { ...send, track: { opens: true, clicks: true } } }],
      ['sends:submit', { key: 'key-2', send }],
    ]);
  });

  it('sends nothing at once that was meant for a time which has passed since', async () => {
    const { ask, commit } = arrange();
    const timing = { at: '2026-11-24T11:59:00.000Z', zone: 'Europe/Berlin', hours: null };
    expect(await commit(true, { ...choice, timing })).toEqual({ kind: 'blocked', reason: 'time_passed' });
    expect(ask).not.toHaveBeenCalled();
  });

  it.each([
    ['the act was a script’s', {}, false, choice],
    ['the choice was a script’s', {}, true, { ...choice, byPerson: false }],
    ['the strip could not be seen', { proveVisible: async () => false }, true, choice],
  ])('asks in our own window when %s', async (_case, parts, trusted, chosen) => {
    const { ask, commit } = arrange(parts);
    await commit(trusted, chosen);
    expect(typesOf(ask)).toEqual(['sends:confirm']);
  });

  it('asks nobody when a script acts outside of any gesture', async () => {
    const { ask, commit, shown } = arrange({ hasGesture: () => false });
    expect(await commit(false)).toEqual({ kind: 'blocked', reason: 'no_gesture' });
    expect(ask).not.toHaveBeenCalled();
    expect(shown).toEqual([]);
  });

  it('a proven act needs no second gesture', async () => {
    expect(await arrange({ hasGesture: () => false }).commit()).toMatchObject({ kind: 'accepted' });
  });

  it.each([undefined, { ...sender, usable: false }])(
    'refuses a sender who can’t be used now',
    async (found) => {
      const { ask, commit } = arrange({ findSender: () => found });
      expect(await commit()).toEqual({ kind: 'blocked', reason: 'sender_unusable' });
      expect(ask).not.toHaveBeenCalled();
    },
  );

  it('says what is wrong with the draft and asks nothing', async () => {
    const { ask, commit } = arrange({}, () => ({ ok: false, problem: 'no_subject' }));
    expect(await commit()).toEqual({ kind: 'blocked', reason: 'no_subject' });
    expect(ask).not.toHaveBeenCalled();
  });

  it('reads the draft once, before it waits for anything', async () => {
    let release = (_visible: boolean) => {};
    const { commit, composer } = arrange({
      proveVisible: () => new Promise((resolve) => (release = resolve)),
    });
    const done = commit();
    expect(composer.readDraft).toHaveBeenCalledTimes(1);
    release(true);
    await done;
    expect(composer.readDraft).toHaveBeenCalledTimes(1);
  });

  it('drops a second act while one is under way', async () => {
    const { ask, commit } = arrange();
    const [, second] = await Promise.all([commit(), commit()]);
    expect(second).toEqual({ kind: 'ignored' });
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('takes a new key for each click', async () => {
    const { ask, commit } = arrange();
    await commit();
    await commit();
    expect(vi.mocked(ask).mock.calls.map(([, payload]) => (payload as { key: string }).key)).toEqual([
      'key-1',
      'key-2',
    ]);
  });

  it.each([
    ['keeps the key after no clear answer', 'offline', ['key-1', 'key-1']],
    ['takes a new key after a clear refusal', 'cap_reached', ['key-1', 'key-2']],
  ] as const)('%s', async (_case, code, expected) => {
    const ask = vi.fn(async () => fail(code, 'No.') as never);
    const { commit } = arrange({ client: { ask } });
    expect(await commit()).toMatchObject({ kind: 'failed', error: { code } });
    await commit();
    expect(ask.mock.calls.map(([, payload]: unknown[]) => (payload as { key: string }).key)).toEqual(
      expected,
    );
  });
});
