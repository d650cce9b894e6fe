import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { EgressRefused, guardedLook, markFields } from './egress.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A Gmail that answers every listing with `answer`. */
async function gmailThatLists(answer: { status?: number; body: unknown }) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const look = guardedLook([url]);
  const base = `${url}/gmail/v1/users/me`;
  const mark = (id: string) =>
    look.mark(`${base}/messages/${id}?format=metadata&metadataHeaders=X-Behalf-Id&fields=${markFields}`);
  const history = () =>
    look.list({ kind: 'sentHistory', startHistoryId: '7' })(
      `${base}/history?startHistoryId=7&labelId=SENT&historyTypes=messageAdded`,
    );
  const newest = () =>
    look.list({ kind: 'sentList' })(`${base}/messages?labelIds=SENT&includeSpamTrash=true`);
  return { asked, look, mark, history, newest };
}

test('a mark is read only of what a listing of the same look gave', async () => {
  const { asked, look, mark, newest } = await gmailThatLists({
    body: { messages: [{ id: 'm1' }, { id: 'm2' }] },
  });
  await expect(mark('m1')).rejects.toThrow(EgressRefused);
  await newest();
  expect((await mark('m1')).status).toBe(200);
  for (const id of ['m3', 'm1/attachments/1', '', '..', 'm1%2f..', 'send', 'constructor']) {
    await expect(mark(id), id).rejects.toThrow(EgressRefused);
  }
  expect([...look.listed]).toEqual(['m1', 'm2']);
  const another = guardedLook([new URL('http://127.0.0.1:1').origin]);
  expect(another.listed.size).toBe(0);
  expect(asked).toHaveLength(2);
});

test('of a history only added messages count, not others that stand beside them', async () => {
  const { look, mark, history } = await gmailThatLists({
    body: {
      history: [
        { messages: [{ id: 'm1' }, { id: 'm9' }], messagesAdded: [{ message: { id: 'm1' } }] },
        { messages: [{ id: 'm8' }], labelsAdded: [{ message: { id: 'm8' } }] },
        { messagesAdded: [{ message: {} }, {}] },
      ],
      messages: [{ id: 'm7' }],
    },
  });
  await history();
  expect([...look.listed]).toEqual(['m1']);
  for (const id of ['m7', 'm8', 'm9']) await expect(mark(id), id).rejects.toThrow(EgressRefused);
});

test('a listing that was refused opens nothing', async () => {
  const { look, newest } = await gmailThatLists({ status: 403, body: { messages: [{ id: 'm1' }] } });
  await newest();
  expect(look.listed.size).toBe(0);
});
