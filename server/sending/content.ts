import { createHash } from 'node:crypto';
import type { SubmittedSend } from '../../shared/api/sends.ts';
import { canonicalJson } from '../audit/canonical.ts';
import { sanitiseHtml } from '../mail/sanitise-html.ts';
import type { Sealer } from '../mail/sealed-mail.ts';
import { textFromHtml } from '../mail/text-from-html.ts';
import type { SendRow } from '../store/sends.ts';

/** What the recipient will read: sanitised once at submission, then never changed. */
export type Heading = { subject: string; toName: string | null };
export type Body = { html: string; text: string };

export function contentOf(send: SubmittedSend): Heading & Body {
  const html = sanitiseHtml(send.html);
  return {
    subject: send.subject,
    toName: send.to.name?.trim() || null,
    html,
    text: send.text ?? textFromHtml(html),
  };
}

const sha256 = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');

/** What an approval is given to: who it goes out as, to whom, and every word of it. */
export const hashContent = (mailboxId: string, toEmail: string, content: Heading & Body): string =>
  sha256({ mailboxId, toEmail, ...content });

/** Tells two requests under one idempotency key apart. */
export const hashRequest = (send: SubmittedSend): string => sha256(send);

const headingOf = (sendId: string) => ({ table: 'sends', id: sendId, column: 'sealed_heading' });
const bodyOf = (sendId: string) => ({ table: 'sends', id: sendId, column: 'sealed_body' });

/** Whether the words of a send are gone, with the data of who wrote them. What was erased can't be opened any more. */
export const isErased = (send: Pick<SendRow, 'sealedBody'>): boolean => send.sealedBody.length === 0;

/** Content as it is stored: sealed, and bound to its row. */
export const sealContent = (vault: Sealer, sendId: string, content: Heading & Body) => ({
  sealedHeading: vault.seal(JSON.stringify([content.subject, content.toName]), headingOf(sendId)),
  sealedBody: vault.seal(JSON.stringify([content.html, content.text]), bodyOf(sendId)),
});

export function openHeading(vault: Sealer, send: Pick<SendRow, 'id' | 'sealedHeading'>): Heading {
  const [subject, toName] = JSON.parse(vault.open(send.sealedHeading, headingOf(send.id))) as [
    string,
    string | null,
  ];
  return { subject, toName };
}

export function openBody(vault: Sealer, send: Pick<SendRow, 'id' | 'sealedBody'>): Body {
  const [html, text] = JSON.parse(vault.open(send.sealedBody, bodyOf(send.id))) as [string, string];
  return { html, text };
}
