import { addressParser, decodeWords } from 'postal-mime';

/** One header field: `value` is unfolded, `raw` is as it stood in the message. */
export type HeaderField = { name: string; value: string; raw: string };

/** A message cut into header fields and body. The body's bytes are never touched. */
export type MimeMessage = { fields: HeaderField[]; body: Buffer };

/** Cuts a message (RFC 5322, section 2.2). Bare line feeds are taken for line ends. */
export function cutMessage(source: Buffer): MimeMessage {
  const crlf = source.indexOf('\r\n\r\n');
  const lf = source.indexOf('\n\n');
  const useCrlf = crlf >= 0 && (lf < 0 || crlf < lf);
  const end = useCrlf ? crlf : lf;
  const head = (end < 0 ? source : source.subarray(0, end)).toString('utf8');
  const body = end < 0 ? Buffer.alloc(0) : source.subarray(end + (useCrlf ? 4 : 2));
  return { fields: cutHeader(head), body };
}

function cutHeader(head: string): HeaderField[] {
  const fields: HeaderField[] = [];
  for (const line of head.split(/\r?\n/)) {
    const last = fields.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      last.raw += `\r\n${line}`;
      last.value = `${last.value} ${line.trim()}`.trim();
      continue;
    }
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    fields.push({ name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim(), raw: line });
  }
  return fields;
}

/** Puts a message together again. */
export function joinMessage({ fields, body }: MimeMessage): Buffer {
  const head = fields.map((field) => field.raw).join('\r\n');
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body]);
}

/** A header field from its parts. */
export const field = (name: string, value: string): HeaderField => ({
  name,
  value,
  raw: `${name}: ${value}`,
});

/** The first field of that name. */
export function headerOf(fields: HeaderField[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  return fields.find((candidate) => candidate.name.toLowerCase() === wanted)?.value;
}

/** The fields without those names. */
export function without(fields: HeaderField[], ...names: string[]): HeaderField[] {
  const unwanted = names.map((name) => name.toLowerCase());
  return fields.filter((candidate) => !unwanted.includes(candidate.name.toLowerCase()));
}

/** A header's text with its encoded words decoded (RFC 2047), which is how the Gmail API returns headers. */
export const decodeHeader = (value: string): string => (value.includes('=?') ? decodeWords(value) : value);

export type Address = { name: string; address: string };

/** The addresses in a header, groups dissolved; `undefined` where one of them is none. */
export function readAddresses(value: string | undefined): Address[] | undefined {
  if (value === undefined || value.trim() === '') return [];
  const found = addressParser(value, { flatten: true }).map((entry) => ({
    name: entry.name,
    address: (entry.address ?? '').toLowerCase(),
  }));
  return found.every(({ address }) => /^[^\s@<>()",:;\\]+@[^\s@<>()",:;\\]+$/.test(address))
    ? found
    : undefined;
}

/** The message ids of `In-Reply-To` and `References`. */
export function referencedIds(fields: HeaderField[]): string[] {
  const text = `${headerOf(fields, 'in-reply-to') ?? ''} ${headerOf(fields, 'references') ?? ''}`;
  return [...new Set(text.match(/<[^<>\s]+>/g) ?? [])];
}

/** A subject without its reply and forward marks, as threads compare it. */
export function bareSubject(subject: string | undefined): string {
  return decodeHeader(subject ?? '')
    .replace(/^\s*((re|fwd?|aw|wg)\s*:\s*)+/i, '')
    .trim()
    .toLowerCase();
}
