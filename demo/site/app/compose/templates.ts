import type { Candidate } from '../../model.ts';

export interface Template {
  id: string;
  label: string;
  subject: string;
  html: string;
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? name;

export const signatureHtml = (signature: string): string =>
  signature.trim() ? `<p><br></p><p>${escapeHtml(signature.trim()).replaceAll('\n', '<br>')}</p>` : '';

/** The templates, filled in for one candidate; names are escaped, subjects are plain text. */
export const fillTemplates = (candidate: Pick<Candidate, 'name'>, job: string): Template[] => {
  const name = escapeHtml(firstName(candidate.name));
  const role = escapeHtml(job);
  return [
    {
      id: 'intro',
      label: 'Intro',
      subject: `${job} at Acme`,
      html: `<p>Hi ${name},</p><p>thank you for your interest in the <strong>${role}</strong> role. Your background stood out, and we would love to tell you more about the team.</p><p>Would you have 20 minutes for a call this week?</p>`,
    },
    {
      id: 'interview',
      label: 'Interview invite',
      subject: `Interview for ${job} at Acme`,
      html: `<p>Hi ${name},</p><p>we would like to invite you to an interview for the <strong>${role}</strong> role:</p><ul><li>45 minutes with the hiring manager</li><li>60 minutes of pairing with two engineers</li></ul><p>You can pick a time on <a href="https://acme.test/interviews">our scheduling page</a>.</p>`,
    },
  ];
};
