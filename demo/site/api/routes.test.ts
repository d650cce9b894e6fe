import { beforeEach, describe, expect, it } from 'vitest';
import type { Hono } from 'hono';
import type { Candidate, SentMail, Settings } from '../model.ts';
import { createApi } from './routes.ts';
import { createState, type SiteState } from './site-state.ts';

let state: SiteState;
let api: Hono;
beforeEach(() => {
  state = createState({ name: 'Ravi Patel', email: 'ravi@acme.test' });
  api = createApi(state, 0);
});

const post = (path: string, body: unknown, method = 'POST'): Promise<Response> =>
  Promise.resolve(
    api.request(path, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  );
const read = async <T>(path: string): Promise<T> => (await (await api.request(path)).json()) as T;
const draft = (change: object = {}): object => ({
  candidateId: 'jonas-weber',
  to: [{ email: 'jonas@candidate.test', name: 'Jonas Weber' }],
  subject: 'Hello',
  html: '<p>Hi <strong>Jonas</strong></p>',
  ...change,
});

describe('sending', () => {
  it('sends as the recruiter and keeps the mail with the candidate', async () => {
    expect((await post('/emails', draft())).status).toBe(201);
    const [mail] = await read<SentMail[]>('/emails?candidate=jonas-weber');
    expect(mail).toMatchObject({ subject: 'Hello', from: { email: 'ravi@acme.test' } });
    expect(await read('/emails?candidate=kenji-sato')).toEqual([]);
  });

  it('notes the email in the activity of the candidate', async () => {
    await post('/emails', draft());
    const { activity } = await read<Candidate>('/candidates/jonas-weber');
    expect(activity[0]?.text).toBe('Ravi Patel sent “Hello”');
  });

  it('refuses an address that bounces and keeps nothing', async () => {
    const response = await post('/emails', draft({ to: [{ email: 'tomas@FAIL.test' }] }));
    expect(response.status).toBe(422);
    expect(state.sent).toEqual([]);
  });

  it('strips what the editor could not have made', async () => {
    await post('/emails', draft({ html: '<p onclick="x()">Hi<img src=x><script>1</script></p>' }));
    expect(state.sent[0]?.html).toBe('<p>Hi</p>');
  });

  it.each([{ to: [] }, { subject: '  ' }, { to: [{ email: 'nobody' }] }])(
    'refuses %o as incomplete',
    async (change) => expect((await post('/emails', draft(change))).status).toBe(400),
  );
});

describe('candidates', () => {
  it('finds people by name, address or company, whatever the case', async () => {
    const names = async (query: string): Promise<string[]> =>
      (await read<Candidate[]>(`/candidates?q=${query}`)).map(({ name }) => name);
    expect(await names('KENJI')).toEqual(['Kenji Sato']);
    expect(await names('lucia@')).toEqual(['Lucía Ortega']);
    expect(await names('')).toHaveLength(8);
  });

  it('moves a candidate to another stage but not to one that does not exist', async () => {
    await post('/candidates/kenji-sato', { stage: 'Offer' }, 'PATCH');
    expect((await read<Candidate>('/candidates/kenji-sato')).stage).toBe('Offer');
    expect((await post('/candidates/kenji-sato', { stage: 'Moon' }, 'PATCH')).status).toBe(400);
  });

  it('puts a new note first', async () => {
    await post('/candidates/jonas-weber/notes', { text: 'Call on Friday' });
    expect((await read<Candidate>('/candidates/jonas-weber')).notes[0]?.text).toBe('Call on Friday');
  });

  it('answers 404 for somebody it does not know', async () => {
    expect((await api.request('/candidates/nobody')).status).toBe(404);
  });
});

describe('settings', () => {
  it('keeps the signature', async () => {
    const { email } = await read<Settings>('/settings');
    await post('/settings', { email: { ...email, signature: 'Ravi' } }, 'PATCH');
    expect((await read<Settings>('/settings')).email.signature).toBe('Ravi');
  });
});
