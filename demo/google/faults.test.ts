import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GoogleStandIn, startGoogle } from './start.ts';
import { authClient, gmailAs, metadataScope, rawMail, refusal, sendScope } from './testing.ts';

let google: GoogleStandIn;
beforeAll(async () => {
  google = await startGoogle();
});
beforeEach(() => {
  google.faults.clear();
  google.setLatency(0);
});
afterAll(() => google.close());

const send = (behalfId: string, to = 'jonas@candidate.test') =>
  gmailAs(google, 'maya@acme.test').users.messages.send({
    userId: 'me',
    requestBody: { raw: rawMail({ To: to, Subject: 'Hi', 'X-Behalf-Id': behalfId }) },
  });

const control = (path: string, body?: unknown, method = 'POST') =>
  fetch(`${google.url}/__control/${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

const lastSend = () => google.record.sends().at(-1);

describe('faults', () => {
  test('hit the next N matching requests and no other', async () => {
    google.faults.add({
      kind: 'tooManyRequests',
      times: 1,
      retryAfter: 7,
      match: { path: '/messages/send' },
    });
    await gmailAs(google, 'maya@acme.test').users.getProfile({ userId: 'me' });
    const error = await send('f-1').catch((caught: { status: number; response: Response }) => caught);
    expect(error).toMatchObject({ status: 429 });
    expect((error as { response: Response }).response.headers.get('retry-after')).toBe('7');
    expect((await send('f-2')).status).toBe(200);
  });

  test('spare other accounts', async () => {
    google.faults.add({ kind: 'unavailable', match: { email: 'ravi@acme.test' } });
    expect((await send('f-3')).status).toBe(200);
    const call = gmailAs(google, 'ravi@acme.test').users.getProfile({ userId: 'me' });
    expect(await refusal(call)).toMatchObject({ status: 503, reason: 'backendError' });
  });

  test.each([
    ['rateLimitExceeded', 403],
    ['userRateLimitExceeded', 403],
    ['dailyLimitExceeded', 403],
  ] as const)('answer %s as Google does', async (kind, status) => {
    google.faults.add({ kind, times: 1 });
    expect(await refusal(send('f-4'))).toMatchObject({ status, reason: kind });
  });

  test('with a seed hit the same requests in every run', async () => {
    const run = async () => {
      google.faults.clear();
      google.faults.add({ kind: 'serverError', probability: 0.4, seed: 7 });
      const statuses: number[] = [];
      for (let i = 0; i < 20; i += 1)
        statuses.push(
          await send('f-5').then(
            () => 200,
            (e: { status: number }) => e.status,
          ),
        );
      return statuses;
    };
    const first = await run();
    expect(new Set(first)).toEqual(new Set([200, 500]));
    expect(await run()).toEqual(first);
  });

  test('a reset before acceptance sends nothing, one after it has sent', async () => {
    const { length } = await google.mailbox('jonas@candidate.test');
    google.faults.add({ kind: 'resetBefore', times: 1 });
    await expect(send('r-1')).rejects.toThrow();
    expect(lastSend()).toMatchObject({ status: 0, accepted: false, fault: 'resetBefore' });
    google.faults.add({ kind: 'resetAfter', times: 1 });
    await expect(send('r-2')).rejects.toThrow();
    expect(lastSend()).toMatchObject({ status: 0, accepted: true, fault: 'resetAfter' });
    const inbox = await google.mailbox('jonas@candidate.test');
    expect(inbox.slice(length).map(({ header }) => header['x-behalf-id'])).toEqual(['r-2']);
    expect(google.record.acceptedByBehalfId().get('r-1')).toBeUndefined();
    expect(google.record.acceptedByBehalfId().get('r-2')).toBe(1);
  });

  test('a server error can come after the send was accepted', async () => {
    google.faults.add({ kind: 'serverErrorAfter', times: 1 });
    expect(await refusal(send('e-1'))).toMatchObject({ status: 500, reason: 'backendError' });
    expect(lastSend()).toMatchObject({ status: 500, accepted: true, messageId: expect.any(String) });
    expect(google.record.acceptedByBehalfId().get('e-1')).toBe(1);
  });

  test('a truncated body fails the client though the send was accepted', async () => {
    google.faults.add({ kind: 'truncated', times: 1 });
    await expect(send('t-1')).rejects.toThrow();
    expect(lastSend()).toMatchObject({ accepted: true, fault: 'truncated' });
  });

  test('make requests slow, before or after they are handled', async () => {
    google.faults.add({ kind: 'slow', ms: 60, times: 1 });
    google.faults.add({ kind: 'slowAnswer', ms: 60, times: 1 });
    const started = performance.now();
    await send('s-1');
    expect(performance.now() - started).toBeGreaterThan(115);
    google.setLatency(50);
    const again = performance.now();
    await send('s-2');
    expect(performance.now() - again).toBeGreaterThan(45);
  });

  test('refuse a refresh as revoked', async () => {
    const auth = authClient(google);
    const { refreshToken } = google.issueTokens('maya@acme.test', [sendScope]);
    auth.setCredentials({ refresh_token: refreshToken });
    google.faults.add({ kind: 'invalidGrant', times: 1, match: { email: 'maya@acme.test' } });
    await expect(auth.refreshAccessToken()).rejects.toThrow('invalid_grant');
    expect((await auth.refreshAccessToken()).credentials.access_token).toBeTruthy();
  });
});

describe('the record', () => {
  test('says who called what with which scope, and never a token', async () => {
    const since = google.record.last;
    const { accessToken } = google.issueTokens('maya@acme.test', [metadataScope]);
    await fetch(`${google.url}/gmail/v1/users/me/profile?access_token=${accessToken}&state=s`);
    await fetch(`${google.url}/revoke?token=abc`, { method: 'POST' });
    const entries = google.record.since(since);
    expect(entries[0]).toMatchObject({
      path: '/gmail/v1/users/me/profile',
      email: 'maya@acme.test',
      scope: metadataScope,
      status: 200,
    });
    expect(JSON.stringify(entries)).not.toContain(accessToken);
    expect(entries[1]?.query).toEqual({ token: '…' });
  });

  test('sums a send up by its headers, without its text', async () => {
    await send('rec-1');
    expect(lastSend()).toMatchObject({
      send: { to: ['jonas@candidate.test'], subject: 'Hi', behalfId: 'rec-1' },
      accepted: true,
    });
    expect(JSON.stringify(lastSend())).not.toContain('Hello');
  });
});

describe('the control API', () => {
  test('sets, lists and clears faults', async () => {
    const fault = (await (await control('faults', { kind: 'serverError' })).json()) as { id: string };
    expect(await refusal(send('c-1'))).toMatchObject({ status: 500 });
    expect(await (await control('faults', undefined, 'GET')).json()).toMatchObject({
      faults: [{ id: fault.id, hits: 1 }],
    });
    await control(`faults/${fault.id}`, undefined, 'DELETE');
    expect((await send('c-2')).status).toBe(200);
    expect((await control('faults', { kind: 'nonsense' })).status).toBe(400);
  });

  test('issues, expires and revokes tokens, and replaces users', async () => {
    const issued = await control('tokens/issue', { email: 'tom@acme.test', scopes: [metadataScope] });
    const { accessToken } = (await issued.json()) as { accessToken: string };
    const profile = () =>
      fetch(`${google.url}/gmail/v1/users/me/profile`, {
        headers: { authorization: `Bearer ${accessToken}` },
      });
    expect((await profile()).status).toBe(200);
    expect(await (await control('tokens/expire?email=tom@acme.test')).json()).toEqual({ expired: 1 });
    expect((await profile()).status).toBe(401);
    expect(await (await control('tokens/revoke?email=tom@acme.test')).json()).toEqual({ revoked: true });
    const before = google.person('tom@acme.test')?.sub;
    await control('users/replace', { email: 'tom@acme.test' });
    expect(google.person('tom@acme.test')?.sub).not.toBe(before);
  });

  test('shows mailboxes and lets a person reply', async () => {
    await send('m-1', 'kenji@candidate.test');
    const mailbox = (await (await control('mailboxes/kenji@candidate.test', undefined, 'GET')).json()) as {
      id: string;
    }[];
    const reply = await control('mailboxes/kenji@candidate.test/reply', {
      messageId: mailbox.at(-1)?.id,
      text: 'Ok',
    });
    expect(reply.status).toBe(200);
    expect((await google.mailbox('maya@acme.test')).at(-1)?.text).toBe('Ok');
    expect(await (await control('canary', undefined, 'GET')).json()).toEqual({ empty: true, messages: 0 });
  });
});

describe('the inbox pages', () => {
  test('show mail with everything escaped and its HTML in a sandbox', async () => {
    const raw = rawMail(
      {
        To: 'lucia@candidate.test',
        Subject: '<script>x</script>',
        'Content-Type': 'text/html; charset=utf-8',
      },
      '<p onclick="evil()">Hola "Lucía"</p>',
    );
    await gmailAs(google, 'maya@acme.test').users.messages.send({ userId: 'me', requestBody: { raw } });
    const [message] = await google.mailbox('lucia@candidate.test');
    const list = await (await fetch(`${google.url}/inbox/lucia@candidate.test`)).text();
    expect(list).toContain('&#60;script&#62;x');
    expect(list).toContain('Inbox (1)');
    const response = await fetch(`${google.url}/inbox/lucia@candidate.test?m=${message?.id}`);
    const page = await response.text();
    expect(page).not.toContain('<script>');
    expect(page).not.toContain('<p onclick');
    expect(page).toContain('srcdoc="&#60;base');
    expect(page).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await google.mailbox('lucia@candidate.test'))[0]?.labels).toEqual(['INBOX']);
  });

  test('let a person answer', async () => {
    const [message] = await google.mailbox('lucia@candidate.test');
    const body = new URLSearchParams({ messageId: message?.id ?? '', text: 'Sí' });
    const response = await fetch(`${google.url}/inbox/lucia@candidate.test/reply`, { method: 'POST', body });
    expect(response.status).toBe(200);
    expect((await google.mailbox('maya@acme.test')).at(-1)?.text).toBe('Sí');
  });
});
