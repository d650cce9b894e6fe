import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type GoogleStandIn, manyPeople, startGoogle } from './start.ts';
import { gmailAs, metadataScope, rawMail, refusal, sendScope } from './testing.ts';

let google: GoogleStandIn;
beforeEach(async () => {
  await google?.close();
  google = await startGoogle();
});
afterAll(async () => {
  google.assertCanaryEmpty();
  await google.close();
});

const readonlyScope = 'https://www.googleapis.com/auth/gmail.readonly';
const ravi = 'ravi@acme.test';
const mayasMail = { From: 'Maya Chen <maya@acme.test>', To: 'jonas@candidate.test', Subject: 'Role at Acme' };

async function send(headers: Record<string, string>, options: { as?: string; threadId?: string } = {}) {
  const { as = 'maya@acme.test', threadId } = options;
  const { data } = await gmailAs(google, as).users.messages.send({
    userId: 'me',
    requestBody: { raw: rawMail(headers), ...(threadId !== undefined && { threadId }) },
  });
  return { id: data.id ?? '', threadId: data.threadId ?? '', labelIds: data.labelIds ?? [] };
}

const latest = async (email: string) => (await google.mailbox(email)).at(-1);

describe('sending', () => {
  test('answers with id, thread and labels only, and puts the message into Sent', async () => {
    const sent = await send(mayasMail);
    expect(sent.labelIds).toEqual(['SENT']);
    expect(await latest('maya@acme.test')).toMatchObject({
      id: sent.id,
      threadId: sent.threadId,
      labels: ['SENT'],
    });
  });

  test('replaces the Message-ID and keeps our own headers', async () => {
    const mine = '<mine@acme.test>';
    await send({
      ...mayasMail,
      'Message-ID': mine,
      'X-Behalf-Id': 'b-1',
      'List-Unsubscribe': '<https://u.test/1>',
    });
    const [inSent, received] = [await latest('maya@acme.test'), await latest('jonas@candidate.test')];
    for (const message of [inSent, received]) {
      expect(message?.header['message-id']).toMatch(/^<[^@]+@mail\.gmail\.com>$/);
      expect(message?.header).toMatchObject({
        'x-behalf-id': 'b-1',
        'list-unsubscribe': '<https://u.test/1>',
      });
    }
    expect(inSent?.header['message-id']).toBe(received?.header['message-id']);
  });

  test('delivers to To, Cc and Bcc without telling who got a Bcc', async () => {
    await send({ ...mayasMail, Cc: 'Tom <tom@acme.test>', Bcc: 'lucia@candidate.test' });
    for (const email of ['jonas@candidate.test', 'tom@acme.test', 'lucia@candidate.test']) {
      const message = await latest(email);
      expect(message?.labels).toEqual(['INBOX', 'UNREAD']);
      expect(message?.header).not.toHaveProperty('bcc');
    }
    expect((await latest('maya@acme.test'))?.header.bcc).toBe('lucia@candidate.test');
    expect(await google.mailbox('sam@globex.test')).toEqual([]);
  });

  test('puts the account’s own address into a foreign From and keeps the name', async () => {
    await send({ ...mayasMail, From: '"Ravi Patel" <ravi@acme.test>' });
    expect((await latest('jonas@candidate.test'))?.header.from).toBe('"Ravi Patel" <maya@acme.test>');
  });

  test('keeps text, accents and encoded subjects whole', async () => {
    const subject = `=?UTF-8?B?${Buffer.from('Grüße, Lucía').toString('base64')}?=`;
    const raw = rawMail(
      { ...mayasMail, Subject: subject, 'Content-Type': 'text/plain; charset=utf-8' },
      'Schöne Grüße',
    );
    await gmailAs(google, 'maya@acme.test').users.messages.send({ userId: 'me', requestBody: { raw } });
    const received = await latest('jonas@candidate.test');
    expect(received?.header.subject).toBe('Grüße, Lucía');
    expect(received?.text?.trim()).toBe('Schöne Grüße');
  });

  test('takes a media upload as well', async () => {
    const body = Buffer.from(rawMail(mayasMail), 'base64url').toString();
    const parameters = { userId: 'me', requestBody: {}, media: { mimeType: 'message/rfc822', body } };
    // The client ignores its own rootUrl for uploads; only the call's counts.
    await gmailAs(google, 'maya@acme.test').users.messages.send(parameters, { rootUrl: `${google.url}/` });
    expect((await latest('jonas@candidate.test'))?.header.subject).toBe('Role at Acme');
  });

  test('refuses what has no or no valid recipient', async () => {
    const { To: _, ...nobody } = mayasMail;
    expect(await refusal(send(nobody))).toMatchObject({ status: 400, message: 'Recipient address required' });
    expect(await refusal(send({ ...mayasMail, To: 'not an address' }))).toEqual({
      status: 400,
      reason: 'invalidArgument',
      message: 'Invalid To header',
    });
  });

  test('bounces mail for nobody at a domain that it hosts', async () => {
    const sent = await send({ ...mayasMail, To: 'gone@candidate.test' });
    const bounce = await latest('maya@acme.test');
    expect(bounce).toMatchObject({ threadId: sent.threadId, labels: ['INBOX', 'UNREAD'] });
    expect(bounce?.header['x-failed-recipients']).toBe('gone@candidate.test');
  });

  test('gives a message to oneself the labels of both folders', async () => {
    expect((await send({ ...mayasMail, To: 'maya@acme.test' })).labelIds.toSorted()).toEqual([
      'INBOX',
      'SENT',
      'UNREAD',
    ]);
    expect(await google.mailbox('maya@acme.test')).toHaveLength(1);
  });
});

test('mode light checks, answers and records a send without storing it', async () => {
  const [person] = google.addPeople(manyPeople(1, { light: true }));
  const email = person?.email ?? '';
  expect((await send({ ...mayasMail, 'X-Behalf-Id': 'l-1' }, { as: email })).labelIds).toEqual(['SENT']);
  expect(google.record.acceptedByBehalfId().get('l-1')).toBe(1);
  expect(await google.mailbox(email)).toEqual([]);
  expect(await google.mailbox('jonas@candidate.test')).toEqual([]);
  expect(await refusal(send({ Subject: 'x' }, { as: email }))).toMatchObject({ status: 400 });
});

describe('threads', () => {
  test('a candidate’s reply lands in the sender’s thread', async () => {
    const sent = await send(mayasMail);
    await google.reply('jonas@candidate.test', { text: 'Gladly!' });
    const reply = await latest('maya@acme.test');
    expect(reply).toMatchObject({ threadId: sent.threadId, labels: ['INBOX', 'UNREAD'], text: 'Gladly!' });
    expect(reply?.header.subject).toBe('Re: Role at Acme');
    const [first, second] = await google.mailbox('jonas@candidate.test');
    expect(first?.threadId).toBe(second?.threadId);
  });

  test('a follow-up joins the thread only with its id, its references and its subject', async () => {
    const sent = await send(mayasMail);
    const id = (await latest('maya@acme.test'))?.header['message-id'] ?? '';
    const followUp = { ...mayasMail, Subject: 'Re: Role at Acme', 'In-Reply-To': id, References: id };
    const { threadId } = sent;
    expect((await send(followUp, { threadId })).threadId).toBe(threadId);
    expect((await send(followUp)).threadId).not.toBe(threadId);
    expect((await send({ ...followUp, Subject: 'Other' }, { threadId })).threadId).not.toBe(threadId);
    expect((await send({ ...mayasMail }, { threadId })).threadId).not.toBe(threadId);
    const inbox = await google.mailbox('jonas@candidate.test');
    expect(inbox[1]?.threadId).toBe(inbox[0]?.threadId);
  });

  test('another mailbox’s thread id is not found', async () => {
    const sent = await send(mayasMail);
    expect(await refusal(send(mayasMail, { as: ravi, threadId: sent.threadId }))).toMatchObject({
      status: 404,
    });
  });
});

describe('scopes', () => {
  test('gmail.send can send and nothing else', async () => {
    const mail = gmailAs(google, 'maya@acme.test', [sendScope]);
    await mail.users.messages.send({ userId: 'me', requestBody: { raw: rawMail(mayasMail) } });
    for (const call of [
      mail.users.getProfile({ userId: 'me' }),
      mail.users.messages.list({ userId: 'me' }),
      mail.users.history.list({ userId: 'me', startHistoryId: '1' }),
    ]) {
      expect(await refusal(call)).toMatchObject({ status: 403, reason: 'insufficientPermissions' });
    }
  });

  test('gmail.metadata reads headers, never bodies, queries or snippets, and can’t send', async () => {
    const { id, threadId } = await send({ ...mayasMail, 'X-Behalf-Id': 'b-7' });
    const mail = gmailAs(google, 'maya@acme.test', [metadataScope]);
    const { data } = await mail.users.messages.get({
      userId: 'me',
      id,
      format: 'metadata',
      metadataHeaders: ['x-behalf-id', 'Message-ID'],
    });
    expect(data.payload?.headers?.map(({ name }) => name)).toEqual(['X-Behalf-Id', 'Message-ID']);
    expect(data.snippet).toBeUndefined();
    expect(data.payload?.body?.data).toBeUndefined();
    await mail.users.messages.get({ userId: 'me', id, format: 'minimal' });
    const thread = await mail.users.threads.get({ userId: 'me', id: threadId, format: 'metadata' });
    expect(thread.data.messages?.[0]?.payload?.headers).toContainEqual({ name: 'X-Behalf-Id', value: 'b-7' });
    for (const call of [
      mail.users.messages.get({ userId: 'me', id }),
      mail.users.messages.get({ userId: 'me', id, format: 'raw' }),
      mail.users.messages.list({ userId: 'me', q: 'from:x' }),
    ]) {
      expect(await refusal(call)).toMatchObject({ status: 403, reason: 'forbidden' });
    }
    expect(
      await refusal(mail.users.messages.send({ userId: 'me', requestBody: { raw: rawMail(mayasMail) } })),
    ).toMatchObject({ status: 403, reason: 'insufficientPermissions' });
  });

  test('a wider scope beside gmail.metadata does not widen it', async () => {
    const mail = gmailAs(google, 'maya@acme.test', [metadataScope, readonlyScope]);
    expect(await refusal(mail.users.messages.list({ userId: 'me', q: 'x' }))).toMatchObject({ status: 403 });
  });

  test('nobody reads another’s mailbox', async () => {
    const mail = gmailAs(google, ravi);
    expect(await refusal(mail.users.getProfile({ userId: 'maya@acme.test' }))).toMatchObject({ status: 403 });
    const { id } = await send(mayasMail);
    expect(await refusal(mail.users.messages.get({ userId: 'me', id, format: 'minimal' }))).toMatchObject({
      status: 404,
    });
  });
});

test('the profile and the history tell what is new', async () => {
  const mail = gmailAs(google, 'maya@acme.test');
  const before = (await mail.users.getProfile({ userId: 'me' })).data;
  expect(before).toMatchObject({ emailAddress: 'maya@acme.test', messagesTotal: 0, threadsTotal: 0 });
  expect(typeof before.historyId).toBe('string');
  const startHistoryId = before.historyId ?? '';
  expect((await mail.users.history.list({ userId: 'me', startHistoryId })).data.history).toBeUndefined();
  const { id, threadId } = await send(mayasMail);
  await google.reply('jonas@candidate.test', { text: 'Yes' });
  const { data } = await mail.users.history.list({
    userId: 'me',
    startHistoryId,
    historyTypes: ['messageAdded'],
  });
  const added = data.history?.flatMap((entry) => entry.messagesAdded ?? []).map(({ message }) => message);
  expect(added).toHaveLength(2);
  expect(added?.[0]).toMatchObject({ id, threadId, labelIds: ['SENT'] });
  expect(added?.[1]).toMatchObject({ threadId, labelIds: ['INBOX', 'UNREAD'] });
  const after = (await mail.users.getProfile({ userId: 'me' })).data;
  expect(after).toMatchObject({ messagesTotal: 2, threadsTotal: 1, historyId: data.historyId });
});

test('the history comes in pages and by kind', async () => {
  const mail = gmailAs(google, 'maya@acme.test');
  for (let i = 0; i < 3; i += 1) await send({ ...mayasMail, Subject: `Role ${i}` });
  const list = (more: object) => mail.users.history.list({ userId: 'me', startHistoryId: '1', ...more });
  const first = (await list({ maxResults: 2 })).data;
  expect(first.history).toHaveLength(2);
  const second = (await list({ maxResults: 2, pageToken: first.nextPageToken })).data;
  expect(second.history).toHaveLength(1);
  expect(second.nextPageToken).toBeUndefined();
  expect((await list({ historyTypes: ['labelAdded'] })).data.history).toBeUndefined();
  expect((await list({ labelId: 'INBOX' })).data.history).toBeUndefined();
  expect(await refusal(mail.users.history.list({ userId: 'me' }))).toMatchObject({ status: 400 });
});

test('history ids that expired are unknown, and one read afterwards is known', async () => {
  const mail = gmailAs(google, 'maya@acme.test');
  const readId = async () => (await mail.users.getProfile({ userId: 'me' })).data.historyId ?? '';
  const startHistoryId = await readId();
  await send(mayasMail);
  google.expireHistory('maya@acme.test');
  expect(await refusal(mail.users.history.list({ userId: 'me', startHistoryId }))).toMatchObject({
    status: 404,
  });
  const later = { userId: 'me', startHistoryId: await readId() };
  const { id } = await send(mayasMail);
  const { history } = (await mail.users.history.list(later)).data;
  expect(history?.map(({ messagesAdded }) => messagesAdded?.[0]?.message?.id)).toEqual([id]);
});

test('a thread can be asked for headers by name, cut down by a mask that goes through its messages', async () => {
  const mail = gmailAs(google, 'maya@acme.test', [metadataScope]);
  const { id, threadId } = await send(mayasMail);
  await google.reply('jonas@candidate.test', {
    text: 'I am away',
    headers: { 'Auto-Submitted': 'auto-replied' },
  });
  const asked = { userId: 'me', id: threadId, format: 'metadata' };
  const metadataHeaders = ['From', 'Auto-Submitted'];
  const fields = 'messages/id,messages/labelIds,messages/payload/headers';
  const { data } = await mail.users.threads.get({ ...asked, metadataHeaders, fields });
  expect(data).toEqual({
    messages: [
      {
        id,
        labelIds: ['SENT'],
        payload: { headers: [{ name: 'From', value: 'Maya Chen <maya@acme.test>' }] },
      },
      {
        id: expect.any(String),
        labelIds: ['INBOX', 'UNREAD'],
        payload: {
          headers: [
            { name: 'From', value: 'jonas@candidate.test' },
            { name: 'Auto-Submitted', value: 'auto-replied' },
          ],
        },
      },
    ],
  });
  expect(google.record.since().at(-1)?.query).toMatchObject({
    metadataHeaders: 'From,Auto-Submitted',
    fields,
  });
});

test('a notice of the post comes into the thread of what it is about, and a thread can be deleted', async () => {
  const { threadId } = await send(mayasMail);
  await google.notify('maya@acme.test', { threadId, action: 'delayed' });
  await google.notify('maya@acme.test', { threadId, action: 'failed' });
  const thread = (await google.mailbox('maya@acme.test')).filter((it) => it.threadId === threadId);
  expect(thread.map(({ header }) => header['x-failed-recipients'])).toEqual([
    undefined,
    undefined,
    'jonas@candidate.test',
  ]);
  expect(thread[1]?.text).toContain('delayed');
  google.deleteThread('maya@acme.test', threadId);
  const mail = gmailAs(google, 'maya@acme.test');
  expect(
    await refusal(mail.users.threads.get({ userId: 'me', id: threadId, format: 'metadata' })),
  ).toMatchObject({ status: 404 });
});

test('the record tells which messages a listing gave away, and a field mask cuts answers down', async () => {
  const mail = gmailAs(google, 'maya@acme.test');
  const { id, threadId } = await send({ ...mayasMail, 'X-Behalf-Id': 'b-1' });
  await mail.users.messages.list({ userId: 'me', labelIds: ['SENT'] });
  expect(google.record.since().at(-1)?.listed).toEqual([id]);
  const asked = { userId: 'me', id, format: 'metadata', metadataHeaders: ['X-Behalf-Id'] };
  const { data } = await mail.users.messages.get({ ...asked, fields: 'id,threadId,payload/headers' });
  expect(data).toEqual({ id, threadId, payload: { headers: [{ name: 'X-Behalf-Id', value: 'b-1' }] } });
});
