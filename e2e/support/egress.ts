import type { GoogleStandIn, RecordEntry } from '../../demo/google/start.ts';

const mailbox = '/gmail/v1/users/me';

/** Requests that concern no message at all. The browser's own pages of the provider are among them. */
const aboutNoMessage = [
  /^(GET|POST) \/o\/oauth2\/v2\/auth(\/consent)?$/,
  /^POST \/(oauth2\/)?(token|revoke)$/,
  /^GET \/oauth2\/v[13]\/certs$/,
  /^GET \/favicon\.ico$/,
  new RegExp(`^GET ${mailbox}/profile$`),
];

/**
 * What the provider was asked for that Behalf must never ask for, in words; empty when all is well. Allowed are sign-in
 * and consent, sends that carry our own mark, and the headers of messages that such sends made.
 */
export function findForeignEgress(record: readonly RecordEntry[]): string[] {
  const ours = new Map<string, string | undefined>();
  const wrong: string[] = [];
  for (const entry of record) {
    const problem = problemOf(entry, ours);
    if (problem !== null) wrong.push(`#${entry.seq} ${entry.method} ${entry.path}: ${problem}`);
    if (entry.messageId !== undefined && entry.send?.behalfId) ours.set(entry.messageId, entry.email);
  }
  return wrong;
}

function problemOf(
  { method, path, query, send, email }: RecordEntry,
  ours: ReadonlyMap<string, string | undefined>,
): string | null {
  const request = `${method} ${path}`;
  if (aboutNoMessage.some((pattern) => pattern.test(request))) return null;
  if (request === `POST ${mailbox}/messages/send`) return send?.behalfId ? null : 'a send without our mark';
  const id = new RegExp(`^GET ${mailbox}/messages/([^/]+)$`).exec(request)?.[1];
  if (id === undefined) return 'nothing that Behalf may ask for';
  if (!ours.has(id) || ours.get(id) !== email) return 'a message that Behalf did not send from this mailbox';
  return query.format === 'metadata' || query.format === 'minimal' ? null : 'more than headers of a message';
}

/**
 * @throws Error when anything reached the canary's mailbox, when the provider was asked for what is none of Behalf's
 * business, or when one send was accepted twice
 */
export function assertNothingForeign(google: GoogleStandIn): void {
  google.assertCanaryEmpty();
  const wrong = findForeignEgress(google.record.since());
  if (wrong.length > 0)
    throw new Error(`Behalf asked the provider for what it must not:\n${wrong.join('\n')}`);
  const twice = [...google.record.acceptedByBehalfId()].filter(([, times]) => times > 1);
  if (twice.length > 0) throw new Error(`Handed over more than once: ${twice.map(([id]) => id).join(', ')}`);
}
