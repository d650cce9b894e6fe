import { beforeEach, describe, expect, it } from 'vitest';
import type { RecordEntry } from '../../../demo/google/start.ts';
import { gmailAs, rawMail } from '../../../demo/google/testing.ts';
import { sharedGoogle } from '../../testing/world.ts';
import type { SentQuery } from '../provider.ts';
import { googleEndpoints } from './endpoints.ts';
import { createGmail } from './mail.ts';
import { metadataScope, sendScope } from './scopes.ts';

const shared = sharedGoogle();
const maya = 'maya@acme.test';
const base = '/gmail/v1/users/me';
let since = 0;

beforeEach(() => {
  since = shared.google.record.last;
});

const token = (scopes = [sendScope, metadataScope]) => shared.google.issueTokens(maya, scopes).accessToken;
const gmail = () => createGmail(googleEndpoints(shared.google.url));
const historyId = async () => (await gmail().readHistoryId(token()))!;

/** Somebody sends from Maya's mailbox, by Behalf (with a mark) or by herself. Resolves with Gmail's ids. */
async function send(mark?: string, to = 'jonas@candidate.test') {
  const headers = { To: to, Subject: 'About your salary', ...(mark && { 'X-Behalf-Id': mark }) };
  const raw = rawMail(headers, 'A body that nobody else may read');
  const { data } = await gmailAs(shared.google, maya).users.messages.send({
    userId: 'me',
    requestBody: { raw },
  });
  return { id: data.id!, threadId: data.threadId! };
}

const find = async (query: Partial<SentQuery> & Pick<SentQuery, 'sendIds' | 'historyId'>) =>
  gmail().findSent({ accessToken: token(), since: Date.now(), ...query });

const asked = (): RecordEntry[] =>
  shared.google.record.since(since).filter(({ path, send: sent }) => path.startsWith(base) && !sent);
const paths = () => asked().map(({ method, path }) => `${method} ${path.replace(base, '')}`);

describe('looking for sends by their mark', () => {
  it('finds them among what came into Sent since the attempt began, and asks of the others for no more', async () => {
    const start = await historyId();
    const [other, mine] = [await send(), await send('send-1')];
    await send('send-of-somebody-else');
    await shared.google.reply('jonas@candidate.test', { text: 'An answer' });
    since = shared.google.record.last;
    const look = await find({ sendIds: ['send-1', 'send-2'], historyId: start });
    expect(look).toMatchObject({ end: 'whole', retryAfterMs: null });
    expect(look.found).toEqual([
      { sendId: 'send-1', messageId: mine.id, threadId: mine.threadId, at: expect.any(Number) },
    ]);
    expect(paths()).toHaveLength(4);
    expect(paths().slice(0, 2)).toEqual(['GET /history', `GET /messages/${other.id}`]);
    for (const { query, path } of asked().filter((entry) => entry.path.includes('/messages/'))) {
      expect(query, path).toEqual({
        format: 'metadata',
        metadataHeaders: 'X-Behalf-Id',
        fields: 'id,threadId,internalDate,payload/headers',
      });
    }
  });

  it('stops as soon as all are found', async () => {
    const start = await historyId();
    await send('send-3');
    await send();
    since = shared.google.record.last;
    expect((await find({ sendIds: ['send-3'], historyId: start })).found).toHaveLength(1);
    expect(paths()).toHaveLength(2);
  });

  it('says whole when there is nothing new, which is what absence rests on', async () => {
    expect(await find({ sendIds: ['never'], historyId: await historyId() })).toEqual({
      found: [],
      end: 'whole',
      retryAfterMs: null,
    });
  });

  it.each([['an expired history id'], ['no history id']])(
    'with %s looks through the newest in Sent',
    async (which) => {
      const mine = await send('send-4');
      const start = which === 'no history id' ? null : await historyId();
      shared.google.expireHistory(maya);
      since = shared.google.record.last;
      const look = await find({ sendIds: ['send-4'], historyId: start });
      expect(look).toMatchObject({ end: 'whole', found: [{ messageId: mine.id }] });
      const list = asked().find(({ path }) => path === `${base}/messages`)!;
      expect(list.query).toEqual({ labelIds: 'SENT', includeSpamTrash: 'true', maxResults: '100' });
    },
  );

  it('finds what its owner has thrown into the bin meanwhile, in both listings', async () => {
    const start = await historyId();
    const mine = await send('send-5');
    const all = 'https://mail.google.com/';
    await gmailAs(shared.google, maya, [all]).users.messages.trash({ userId: 'me', id: mine.id });
    for (const historyId of [start, null]) {
      expect((await find({ sendIds: ['send-5'], historyId })).found, historyId ?? 'list').toHaveLength(1);
    }
  });

  it('ends the search of the newest some messages behind the attempt, not with the mailbox', async () => {
    for (let i = 0; i < 15; i += 1) await send();
    since = shared.google.record.last;
    const look = await find({ sendIds: ['never'], historyId: null, since: Date.now() + 2 * 3_600_000 });
    expect(look).toMatchObject({ found: [], end: 'whole' });
    expect(paths()).toHaveLength(1 + 10);
  });

  it('does not call it whole when a message was listed and is gone', async () => {
    const start = await historyId();
    await send();
    shared.google.faults.add({ kind: 'notFound', match: { path: '/messages/msg_' }, times: 1 });
    expect(await find({ sendIds: ['never'], historyId: start })).toMatchObject({
      found: [],
      end: 'incomplete',
    });
  });

  it.each([
    ['tooManyRequests', 'incomplete', 60_000],
    ['userRateLimitExceeded', 'incomplete', null],
    ['serverError', 'incomplete', null],
    ['unavailable', 'incomplete', 60_000],
    ['resetBefore', 'incomplete', null],
    ['truncated', 'incomplete', null],
    ['unauthenticated', 'unauthorised', null],
  ] as const)('after %s it is %s, and nothing is concluded', async (kind, end, retryAfterMs) => {
    const start = await historyId();
    for (const path of ['/history', '/messages/msg_']) {
      await send();
      shared.google.faults.clear();
      shared.google.faults.add({ kind, match: { path }, times: 1, retryAfter: 60 });
      const look = await find({ sendIds: ['never'], historyId: start });
      expect(look, path).toMatchObject({ found: [], end });
      if (kind !== 'unavailable') expect(look.retryAfterMs).toBe(retryAfterMs);
    }
  });

  it('keeps what it found before a fault', async () => {
    const start = await historyId();
    await send('send-6');
    const next = await send();
    shared.google.faults.add({ kind: 'serverError', match: { path: `/messages/${next.id}` } });
    const look = await find({ sendIds: ['send-6', 'never'], historyId: start });
    expect(look).toMatchObject({ end: 'incomplete', found: [{ sendId: 'send-6' }] });
  });

  it('says forbidden where the mailbox was connected for sending only', async () => {
    const start = await historyId();
    const accessToken = token([sendScope]);
    expect(await find({ sendIds: ['never'], historyId: start, accessToken })).toMatchObject({
      end: 'forbidden',
    });
  });
});
