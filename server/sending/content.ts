import { createHash } from 'node:crypto';
import type { TrackingMode } from '../../shared/domain/tracking-policy.ts';
import { canonicalJson } from '../audit/canonical.ts';
import { NestedTooDeep, sanitiseHtml } from '../mail/sanitise-html.ts';
import type { Sealer } from '../mail/sealed-mail.ts';
import { textFromHtml } from '../mail/text-from-html.ts';
import { isRefusal, refuse, type Refusal } from '../refusal.ts';
import type { SendRow } from '../store/sends.ts';

/** What the recipient will read: sanitised once at submission, then never changed. */
export type Heading = { subject: string; toName: string | null };
export type Body = { html: string; text: string };

export type Content = Heading & Body;

/** The body as it will be read. Refused when nothing is left to read. */
export function bodyOf(send: { html: string; text?: string | undefined }): Body | Refusal {
  const html = cleanHtml(send.html);
  if (isRefusal(html)) return html;
  const text = send.text ?? textFromHtml(html);
  if (send.text === undefined && text.length > longestTextFor(html)) return tooDeep();
  return text.trim() === '' && !/<img\b/i.test(html)
    ? refuse('invalid_request', 'html: there is nothing left to send in this email. Write something first.')
    : { html, text };
}

/** The HTML as it will be read. */
export function cleanHtml(html: string): string | Refusal {
  try {
    return sanitiseHtml(html);
  } catch (fault) {
    if (fault instanceof NestedTooDeep) return tooDeep();
    throw fault;
  }
}

/** Rules and indented lists can make text many times as long as their HTML, and more than we want to keep. */
const longestTextFor = (html: string): number => 4 * html.length + 2000;

const tooDeep = (): Refusal =>
  refuse('invalid_request', 'html: lists, quotes or other tags are nested too deeply for an email.');

/** A recipient's display name as it is kept. */
export const nameOf = (to: { name?: string | undefined }): string | null => to.name?.trim() || null;

const sha256 = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');

/** What of an email is to be seen once it is out; see `trackingModes`. */
type Tracking = { mode: TrackingMode; opens: boolean; clicks: boolean };

/** What goes into an email beside its words: what tells that it was read, and the line that ends it. */
export type Additions = { tracking: Tracking | null | undefined; unsubscribeLine: boolean };

/**
 * What an approval is given to: who it goes out as, to whom, every word of it, and what is added to them. Of an email
 * that nothing is added to its words alone are hashed.
 */
export function hashContent(
  mailboxId: string,
  toEmail: string,
  content: Content,
  { tracking, unsubscribeLine }: Additions,
): string {
  const { mode, opens, clicks } = tracking ?? {};
  const added = {
    ...(tracking && { tracking: { mode, opens, clicks } }),
    ...(unsubscribeLine && { unsubscribeLine }),
  };
  return sha256({ mailboxId, toEmail, ...content, ...added });
}

/** What an approval of a whole batch is given to: each of its emails, in order. */
export const hashBatch = (contentHashes: readonly string[]): string => sha256(contentHashes);

/** Tells two requests under one idempotency key apart. */
export const hashRequest = (request: object): string => sha256(request);

const batchCellOf = (batchId: string) => ({ table: 'batches', id: batchId, column: 'sealed_heading' });

/** A batch's subject as it is stored. */
export const sealSubject = (vault: Sealer, batchId: string, subject: string): Buffer =>
  vault.seal(subject, batchCellOf(batchId));

export const openSubject = (vault: Sealer, batch: { id: string; sealedHeading: Buffer }): string =>
  vault.open(batch.sealedHeading, batchCellOf(batch.id));

const headingCellOf = (sendId: string) => ({ table: 'sends', id: sendId, column: 'sealed_heading' });
const bodyCellOf = (sendId: string) => ({ table: 'sends', id: sendId, column: 'sealed_body' });

/** Whether the words in a cell are gone, with the data of who wrote them. What was erased can't be opened any more. */
export const isErased = (sealed: Buffer): boolean => sealed.length === 0;

/** Content as it is stored: sealed, and bound to its row. */
export const sealContent = (vault: Sealer, sendId: string, content: Content) => ({
  sealedHeading: vault.seal(JSON.stringify([content.subject, content.toName]), headingCellOf(sendId)),
  sealedBody: vault.seal(JSON.stringify([content.html, content.text]), bodyCellOf(sendId)),
});

export function openHeading(vault: Sealer, send: Pick<SendRow, 'id' | 'sealedHeading'>): Heading {
  const [subject, toName] = JSON.parse(vault.open(send.sealedHeading, headingCellOf(send.id))) as [
    string,
    string | null,
  ];
  return { subject, toName };
}

export function openBody(vault: Sealer, send: Pick<SendRow, 'id' | 'sealedBody'>): Body {
  const [html, text] = JSON.parse(vault.open(send.sealedBody, bodyCellOf(send.id))) as [string, string];
  return { html, text };
}
