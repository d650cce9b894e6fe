import MailComposer from 'nodemailer/lib/mail-composer';

/** Everything that goes into a message. All of it was validated as one plain address or one line of text before. */
export type Message = {
  /** Our own id of the send; it travels as `X-Behalf-Id`, so that an interrupted send can be found again. */
  sendId: string;
  from: { name: string; email: string };
  to: { name: string | null; email: string };
  subject: string;
  html: string;
  text: string;
  date: Date;
  /** The `Message-ID` this one answers (RFC 5322 §3.6.4), when it continues a thread. */
  inReplyTo: string | null;
  /** Where its reader can ask not to be written to again: by opening it, or by one POST of their mail program. */
  unsubscribeUrl: string | null;
};

/** The header that carries our own id of a send. */
export const markHeader = 'X-Behalf-Id';

/**
 * Builds the message (RFC 5322, MIME with a text and an HTML part). The sender is always the mailbox's owner; there is
 * no way in for further recipients, headers or attachments, and the composer may read neither files nor addresses.
 */
export function composeMime(message: Message): Promise<Buffer> {
  const { sendId, from, to, subject, html, text, date, inReplyTo, unsubscribeUrl } = message;
  return new MailComposer({
    from: { name: from.name, address: from.email },
    to: { name: to.name ?? '', address: to.email },
    subject,
    html,
    text,
    date,
    headers: { [markHeader]: sendId, ...(unsubscribeUrl === null ? {} : wayOut(unsubscribeUrl)) },
    ...(inReplyTo === null ? {} : { inReplyTo, references: inReplyTo }),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

/**
 * RFC 2369 §3.2, and RFC 8058 §3.1 where the address is https, as it has to be there: anywhere but on one's own
 * machine. That DKIM covers both fields (§4) is for the domain's signer; where it does not, the link works by hand.
 */
const wayOut = (url: string) => ({
  'List-Unsubscribe': `<${url}>`,
  ...(url.startsWith('https:') && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
});
