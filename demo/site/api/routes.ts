import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { STAGES } from '../model.ts';
import { EmailDraft, sendEmail } from './send-email.ts';
import { recordActivity, type SiteState } from './site-state.ts';

const refuse = (c: Context, status: 400 | 404 | 422, code: string, message: string) =>
  c.json({ error: { code, message } }, status);

const parseBody = async <T>(c: Context, schema: z.ZodType<T>): Promise<T | null> => {
  const parsed = schema.safeParse(await c.req.json().catch(() => null));
  return parsed.success ? parsed.data : null;
};

const SettingsPatch = z.object({
  profile: z.object({ name: z.string(), title: z.string(), timezone: z.string() }).optional(),
  email: z
    .object({ signature: z.string(), replyTo: z.string(), sync: z.boolean(), syncCalendar: z.boolean() })
    .optional(),
  notifications: z
    .object({ newApplicants: z.boolean(), stageChanges: z.boolean(), weeklyDigest: z.boolean() })
    .optional(),
});

/** The site's JSON API. `latency` (milliseconds) is how long its own mail relay takes. */
export const createApi = (state: SiteState, latency: number): Hono =>
  new Hono()
    .get('/session', (c) => c.json(state.session))
    .get('/jobs', (c) => c.json(state.jobs))
    .get('/settings', (c) => c.json(state.settings))
    .patch('/settings', async (c) => {
      const patch = await parseBody(c, SettingsPatch);
      if (!patch) return refuse(c, 400, 'invalid', 'These settings could not be read.');
      Object.assign(state.settings, patch);
      return c.json(state.settings);
    })
    .get('/candidates', (c) => {
      const query = (c.req.query('q') ?? '').trim().toLowerCase();
      const matches = [...state.candidates.values()].filter((candidate) =>
        [candidate.name, candidate.email, candidate.title, candidate.company].some((text) =>
          text.toLowerCase().includes(query),
        ),
      );
      return c.json(matches);
    })
    .get('/candidates/:id', (c) => {
      const candidate = state.candidates.get(c.req.param('id'));
      return candidate ? c.json(candidate) : refuse(c, 404, 'not_found', 'There is no such candidate.');
    })
    .patch('/candidates/:id', async (c) => {
      const candidate = state.candidates.get(c.req.param('id'));
      if (!candidate) return refuse(c, 404, 'not_found', 'There is no such candidate.');
      const patch = await parseBody(c, z.object({ stage: z.enum(STAGES) }));
      if (!patch) return refuse(c, 400, 'invalid', 'There is no such stage.');
      if (patch.stage !== candidate.stage) recordActivity(candidate, `Moved to ${patch.stage}`);
      candidate.stage = patch.stage;
      return c.json(candidate);
    })
    .post('/candidates/:id/notes', async (c) => {
      const candidate = state.candidates.get(c.req.param('id'));
      if (!candidate) return refuse(c, 404, 'not_found', 'There is no such candidate.');
      const body = await parseBody(c, z.object({ text: z.string().trim().min(1).max(5_000) }));
      if (!body) return refuse(c, 400, 'invalid', 'Write something first.');
      candidate.notes.unshift({
        id: randomUUID(),
        author: state.session.recruiter.name,
        text: body.text,
        at: new Date().toISOString(),
      });
      recordActivity(candidate, `${state.session.recruiter.name} added a note`);
      return c.json(candidate, 201);
    })
    .get('/emails', (c) => {
      const candidateId = c.req.query('candidate');
      const emails = state.sent.filter((mail) => !candidateId || mail.candidateId === candidateId);
      return c.json(emails.toReversed());
    })
    .post('/emails', async (c) => {
      const draft = await parseBody(c, EmailDraft);
      if (!draft) return refuse(c, 400, 'invalid', 'Check the recipient and the subject.');
      await sleep(latency);
      const outcome = sendEmail(state, draft);
      return outcome.ok ? c.json(outcome.mail, 201) : refuse(c, 422, outcome.code, outcome.message);
    })
    .all('*', (c) => refuse(c, 404, 'not_found', 'There is nothing here.'));
