import { asText } from '../../html-page.ts';
import { messages } from '../../messages.ts';
import type { SendRow } from '../../store/sends.ts';
import type { RecipientTokens } from '../recipient-token.ts';

export type WayOutDeps = {
  recipientTokens: RecipientTokens;
  /** Where mail programs reach this server, without a trailing slash. */
  publicUrl: string;
};

type Body = { html: string; text: string };

/**
 * Gives an email's reader the way not to be written to again: the address for its header and, where it was written
 * with one, a last line; what the workspace decided since changes nothing of it. A single email that somebody writes as
 * themselves gets none unless there is that line, or it is seen what becomes of it: it is a letter of one person to
 * another, and mail programs would show it as one of a mailing list.
 */
export async function addWayOut(
  { recipientTokens, publicUrl }: WayOutDeps,
  { id, grantId, batchId, unsubscribeLine }: Pick<SendRow, 'id' | 'grantId' | 'batchId' | 'unsubscribeLine'>,
  isTracked: boolean,
  body: Body,
): Promise<Body & { unsubscribeUrl: string | null }> {
  const isOwnLetter = grantId === null && batchId === null && !isTracked;
  if (isOwnLetter && !unsubscribeLine) return { ...body, unsubscribeUrl: null };
  const unsubscribeUrl = `${publicUrl}/u/${await recipientTokens.make('unsubscribe', id)}`;
  return { ...(unsubscribeLine ? withLine(body, unsubscribeUrl) : body), unsubscribeUrl };
}

const withLine = ({ html, text }: Body, url: string): Body => ({
  html: `${html}\n<p><a href="${asText(url)}">${asText(messages.recipient.line)}</a></p>`,
  text: `${text}\n\n${messages.recipient.line}: ${url}\n`,
});
