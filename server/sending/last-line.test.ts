import { expect, it } from 'vitest';
import { EditSend } from '../../shared/api/sends.ts';
import { defaultPolicy } from '../../shared/domain/tracking-policy.ts';
import { findBatchOf, listSendsOfBatch } from '../store/batches.ts';
import { findSendOf, type SendHead } from '../store/sends.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { writePolicy } from '../store/workspaces.ts';
import { allowed, createWorld, refusalOf, sharedGoogle, type TestMember } from '../testing/world.ts';
import { approveSend } from './approve-send.ts';
import { approveBatch } from './batch/change-batch.ts';
import { hashContent, type Additions } from './content.ts';
import { editSend } from './edit-send.ts';

const shared = sharedGoogle();
const line = 'Ask not to be written to again';
const words = { subject: 'Hello', html: '<p>Hi</p>' };

eachEngine((_engine, open) => {
  /** Every email as Maya needs her yes. */
  const people = async () => {
    const world = createWorld(await open(), shared.google);
    const [ravi, maya] = [await world.join('ravi@acme.test'), await world.join('maya@acme.test')];
    const grant = await world.grant(maya, ravi, { approval: 'every' });
    const from = { grantId: grant.id };
    const { store } = world;
    const at = (who: TestMember) => ({ ...who, now: world.clock() });
    return {
      ...{ world },
      switchLine: (unsubscribeLine: boolean) =>
        store.tx((q) => writePolicy(q, ravi.workspaceId, { ...defaultPolicy, unsubscribeLine })),
      submit: async () => allowed(await world.submit(ravi, { from, ...words })),
      submitBatch: async () => allowed(await world.submitBatch(ravi, { from })),
      edit: async (send: SendHead) => {
        const edit = EditSend.parse({ contentHash: send.contentHash, ...words });
        return allowed(await editSend({ ...world, undoMs: 0 }, at(ravi), send.id, edit));
      },
      approve: ({ id, contentHash }: SendHead) => approveSend(store, at(maya), id, contentHash),
      approveAll: ({ id, contentHash }: { id: string; contentHash: string }) =>
        approveBatch(store, at(maya), id, contentHash),
      read: async ({ id }: SendHead) => (await findSendOf(store.read, id, maya.memberId))!,
      readBatch: async ({ id }: { id: string }) => (await findBatchOf(store.read, id, maya.memberId))!,
      sendsOf: ({ id }: { id: string }) => listSendsOfBatch(store.read, id, ['held', 'queued', 'sent']),
      /** Whether an email went out with the line: in its HTML, in its text. */
      wentWithLine: async ({ id }: { id: string }) => {
        const sent = (await shared.google.mailbox(maya.email)).find(
          ({ header }) => header['x-behalf-id'] === id,
        )!;
        return [sent.html!.includes(line), sent.text!.includes(line)];
      },
    };
  };

  it('is not added to what was approved without it, whatever is decided before it goes out', async () => {
    const { world, switchLine, submit, approve, wentWithLine } = await people();
    const [plain, late] = [await submit(), await submit()];
    allowed(await approve(plain));
    await switchLine(true);
    allowed(await approve(late));
    await world.dispatchAll();
    for (const send of [plain, late]) expect(await wentWithLine(send)).toEqual([false, false]);
  });

  it('stands in what was approved with it, whatever is decided before it goes out', async () => {
    const { world, switchLine, submit, approve, read, wentWithLine } = await people();
    await switchLine(true);
    const send = await submit();
    expect((await read(send)).unsubscribeLine).toBe(true);
    await switchLine(false);
    allowed(await approve(send));
    await world.dispatchAll();
    expect(await wentWithLine(send)).toEqual([true, true]);
  });

  it('needs a yes of its own: one to the plain words is none to the same words with it, nor the other way', async () => {
    const { world, switchLine, submit, edit, approve, read, wentWithLine } = await people();
    const plain = await submit();
    allowed(await approve(plain));
    await switchLine(true);
    const lined = await edit(await read(plain));
    expect(lined).toMatchObject({ state: 'held', unsubscribeLine: true });
    expect(refusalOf(await approve(plain))).toBe('state_moved_on');
    allowed(await approve(lined));
    await switchLine(false);
    const bare = await edit(lined);
    expect(bare).toMatchObject({ state: 'held', unsubscribeLine: false, contentHash: plain.contentHash });
    expect(refusalOf(await approve(lined))).toBe('state_moved_on');
    allowed(await approve(bare));
    await world.dispatchAll();
    expect(await wentWithLine(bare)).toEqual([false, false]);
  });

  it('of a batch is approved with it, and an edit of one email under other rules asks for all anew', async () => {
    const { world, switchLine, submitBatch, edit, approveAll, readBatch, sendsOf, wentWithLine } =
      await people();
    await switchLine(true);
    const lined = await submitBatch();
    await switchLine(false);
    const plain = await submitBatch();
    allowed(await approveAll(lined));
    const [first] = await sendsOf(plain);
    await switchLine(true);
    await edit(first!);
    expect(refusalOf(await approveAll(plain))).toBe('state_moved_on');
    allowed(await approveAll(await readBatch(plain)));
    await world.dispatchAll();
    for (const send of await sendsOf(lined)) expect(await wentWithLine(send)).toEqual([true, true]);
    const mixed = [...(await sendsOf(plain))].sort((a, b) => a.batchRow! - b.batchRow!);
    expect(await Promise.all(mixed.map(wentWithLine))).toEqual([
      ...[
        [true, true],
        [false, false],
        [false, false],
      ],
    ]);
  });
});

it('changes what is hashed only of emails that have it', () => {
  const content = { toName: 'Jonas', text: 'Hi', ...words };
  const tracking = { mode: 'individual', opens: true, clicks: false } as const;
  const hashOf = (added: Additions) => hashContent('mailbox', 'jonas@candidate.us', content, added);
  const [plain, tracked] = [
    hashOf({ tracking: null, unsubscribeLine: false }),
    hashOf({ tracking, unsubscribeLine: false }),
  ];
  // As approvals of earlier versions named them.
  expect(plain).toBe('8225a345c7df1dc89c63dc66134c2014b3d68de661cf9d073f69d8a9ba005772');
  expect(tracked).toBe('aaff0fc8e4ab95618d1929694910e3349452cb99b246cad68708c5463e650d5b');
  const lined = [
    hashOf({ tracking: null, unsubscribeLine: true }),
    hashOf({ tracking, unsubscribeLine: true }),
  ];
  expect(new Set([plain, tracked, ...lined]).size).toBe(4);
});
