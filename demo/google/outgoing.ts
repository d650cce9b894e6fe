import { invalidArgument, type Reply } from './errors.ts';
import { cutMessage, headerOf, type MimeMessage, readAddresses } from './mime.ts';

/** What `users.messages.send` was handed, read once: the send, the record and the faults all look at it. */
export type Outgoing = { message: MimeMessage; bytes: number; threadId?: string };

/** Reads the body of a send: JSON with `raw`, or an upload (`uploadType=media` or `multipart`). */
export function readOutgoing(path: string, contentType: string, body: Buffer): Outgoing | Reply {
  if (path.startsWith('/upload/')) return readUpload(contentType, body);
  let parsed: { raw?: unknown; threadId?: unknown };
  try {
    parsed = JSON.parse(body.toString('utf8')) as typeof parsed;
  } catch {
    return invalidArgument('Invalid JSON payload received.');
  }
  return fromParts(parsed);
}

function fromParts(resource: { raw?: unknown; threadId?: unknown }, source?: Buffer): Outgoing | Reply {
  const { raw, threadId } = resource;
  const bytes = source ?? (typeof raw === 'string' && raw !== '' ? Buffer.from(raw, 'base64url') : undefined);
  if (bytes === undefined) {
    return invalidArgument(
      "'raw' RFC822 payload message string or uploading message via /upload/* URL required",
    );
  }
  return {
    message: cutMessage(bytes),
    bytes: bytes.length,
    ...(typeof threadId === 'string' && threadId !== '' && { threadId }),
  };
}

function readUpload(contentType: string, body: Buffer): Outgoing | Reply {
  const boundary = /^multipart\/related;.*boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return fromParts({}, body);
  // latin1 maps every byte to one character and back, so that cutting does no harm to 8-bit mail.
  const parts = body.toString('latin1').split(`--${boundary}`).slice(1, -1);
  const [resource, mail] = parts.map((part) => {
    const start = part.indexOf('\r\n\r\n');
    return Buffer.from(part.slice(start + 4).replace(/\r\n$/, ''), 'latin1');
  });
  if (resource === undefined || mail === undefined) return invalidArgument('Malformed multipart body.');
  try {
    return fromParts(JSON.parse(resource.toString('utf8')) as object, mail);
  } catch {
    return invalidArgument('Malformed multipart body.');
  }
}

/** What the record keeps of a send: its headers, never its body. */
export type SendSummary = {
  from: string | undefined;
  to: string[];
  cc: string[];
  bcc: string[];
  subject: string | undefined;
  /** The Message-ID as the client set it; the stand-in, like Gmail, sends out another. */
  messageId: string | undefined;
  inReplyTo: string | undefined;
  references: string | undefined;
  /** Our product's own mark on a send. */
  behalfId: string | undefined;
  threadId: string | undefined;
  headerNames: string[];
  bytes: number;
};

/** Sums a send up for the record. */
export function summarise(outgoing: Outgoing): SendSummary {
  const { fields } = outgoing.message;
  const get = (name: string) => headerOf(fields, name);
  const list = (name: string) => readAddresses(get(name))?.map(({ address }) => address) ?? [];
  return {
    from: get('from'),
    to: list('to'),
    cc: list('cc'),
    bcc: list('bcc'),
    subject: get('subject'),
    messageId: get('message-id'),
    inReplyTo: get('in-reply-to'),
    references: get('references'),
    behalfId: get('x-behalf-id'),
    threadId: outgoing.threadId,
    headerNames: fields.map((header) => header.name),
    bytes: outgoing.bytes,
  };
}
