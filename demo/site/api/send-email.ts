import { randomUUID } from 'node:crypto';
import sanitizeHtml from 'sanitize-html';
import { z } from 'zod';
import type { SentMail } from '../model.ts';
import { recordActivity, type SiteState } from './site-state.ts';

export const EmailDraft = z.object({
  candidateId: z.string().nullable(),
  to: z
    .array(z.object({ email: z.email(), name: z.string().optional() }))
    .min(1)
    .max(20),
  subject: z.string().trim().min(1).max(300),
  html: z.string().max(200_000),
});
export type EmailDraft = z.infer<typeof EmailDraft>;

const BOUNCING_DOMAINS = ['fail.test', 'bounce.test'];

const bounces = (email: string): boolean =>
  BOUNCING_DOMAINS.includes(email.slice(email.lastIndexOf('@') + 1).toLowerCase());

export type SendOutcome = { ok: true; mail: SentMail } | { ok: false; code: string; message: string };

/** The site's own sending: all recipients or none, and a refusal is a value. */
export const sendEmail = (state: SiteState, draft: EmailDraft): SendOutcome => {
  const refused = draft.to.find((recipient) => bounces(recipient.email));
  if (refused)
    return {
      ok: false,
      code: 'recipient_rejected',
      message: `${refused.email} did not accept the message: this mailbox does not exist.`,
    };
  const mail: SentMail = {
    id: randomUUID(),
    candidateId: draft.candidateId,
    from: state.session.recruiter,
    to: draft.to,
    subject: draft.subject,
    html: sanitizeHtml(draft.html, { allowedTags: ['p', 'br', 'strong', 'em', 'ul', 'ol', 'li', 'a'] }),
    sentAt: new Date().toISOString(),
  };
  state.sent.push(mail);
  const candidate = draft.candidateId ? state.candidates.get(draft.candidateId) : undefined;
  if (candidate) recordActivity(candidate, `${mail.from.name} sent “${mail.subject}”`);
  return { ok: true, mail };
};
