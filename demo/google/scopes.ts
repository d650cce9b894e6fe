const auth = 'https://www.googleapis.com/auth/';

/** The scopes that the stand-in knows, with the words of its consent page. */
export const scopeWords: Record<string, string> = {
  'https://mail.google.com/': 'Read, compose, send and permanently delete all your email from Gmail',
  [`${auth}gmail.modify`]: 'Read, compose and send emails from your Gmail account',
  [`${auth}gmail.readonly`]: 'View your email messages and settings',
  [`${auth}gmail.compose`]: 'Manage drafts and send emails',
  [`${auth}gmail.send`]: 'Send email on your behalf',
  [`${auth}gmail.metadata`]:
    'View your email message metadata such as labels and headers, but not the email body',
  [`${auth}gmail.insert`]: 'Add emails into your Gmail mailbox',
  [`${auth}gmail.labels`]: 'See and edit your email labels',
  [`${auth}gmail.settings.basic`]: 'See, edit, create or change your email settings and filters in Gmail',
};

export const emailScope = `${auth}userinfo.email`;
export const profileScope = `${auth}userinfo.profile`;

const signInScopes: Record<string, string> = {
  openid: 'openid',
  email: emailScope,
  profile: profileScope,
  [emailScope]: emailScope,
  [profileScope]: profileScope,
};

/** Splits a `scope` parameter; short names become the long ones that Google returns. */
export function parseScopes(parameter: string): { signIn: string[]; others: string[]; unknown: string[] } {
  const asked = [...new Set(parameter.split(/\s+/).filter(Boolean))];
  const signIn = [...new Set(asked.flatMap((scope) => signInScopes[scope] ?? []))];
  const others = asked.filter((scope) => scope in scopeWords);
  const unknown = asked.filter((scope) => !(scope in signInScopes) && !(scope in scopeWords));
  return { signIn, others, unknown };
}

const full = 'https://mail.google.com/';
const [modify, readonly, compose, send, metadata, insert, labels, settings] = [
  'gmail.modify',
  'gmail.readonly',
  'gmail.compose',
  'gmail.send',
  'gmail.metadata',
  'gmail.insert',
  'gmail.labels',
  'gmail.settings.basic',
].map((name) => auth + name) as [string, string, string, string, string, string, string, string];

/** One Gmail method: its name in Google's discovery document, and the scopes of which any one is enough. */
export type GmailMethod = { name: string; verb: string; pattern: RegExp; scopes: string[] };

const method = (name: string, verb: string, path: string, scopes: string[]): GmailMethod => ({
  name,
  verb,
  pattern: new RegExp(`^/(?:upload/)?gmail/v1/users/([^/]+)${path.replaceAll(':id', '[^/]+')}$`),
  scopes,
});

const read = [full, modify, readonly];
const readOrMetadata = [...read, metadata];

/**
 * Which scopes each method takes, as the reference page of each says under "Authorization scopes"
 * (https://developers.google.com/workspace/gmail/api/reference/rest). The busiest come first.
 */
export const gmailMethods: readonly GmailMethod[] = [
  method('users.messages.send', 'POST', '/messages/send', [full, modify, compose, send]),
  method('users.getProfile', 'GET', '/profile', [full, modify, compose, readonly, metadata]),
  method('users.history.list', 'GET', '/history', readOrMetadata),
  method('users.messages.get', 'GET', '/messages/:id', readOrMetadata),
  method('users.messages.list', 'GET', '/messages', readOrMetadata),
  method('users.threads.get', 'GET', '/threads/:id', readOrMetadata),
  method('users.threads.list', 'GET', '/threads', readOrMetadata),
  method('users.labels.list', 'GET', '/labels', [...readOrMetadata, labels]),
  method('users.labels.get', 'GET', '/labels/:id', [...readOrMetadata, labels]),
  method('users.labels.create', 'POST', '/labels', [full, modify, labels]),
  method('users.messages.attachments.get', 'GET', '/messages/:id/attachments/:id', read),
  method('users.messages.import', 'POST', '/messages/import', [full, modify, insert]),
  method('users.messages.insert', 'POST', '/messages', [full, modify, insert]),
  method('users.messages.batchModify', 'POST', '/messages/batchModify', [full, modify]),
  method('users.messages.batchDelete', 'POST', '/messages/batchDelete', [full]),
  method('users.messages.modify', 'POST', '/messages/:id/modify', [full, modify]),
  method('users.messages.trash', 'POST', '/messages/:id/trash', [full, modify]),
  method('users.messages.untrash', 'POST', '/messages/:id/untrash', [full, modify]),
  method('users.messages.delete', 'DELETE', '/messages/:id', [full]),
  method('users.threads.modify', 'POST', '/threads/:id/modify', [full, modify]),
  method('users.threads.trash', 'POST', '/threads/:id/trash', [full, modify]),
  method('users.threads.untrash', 'POST', '/threads/:id/untrash', [full, modify]),
  method('users.threads.delete', 'DELETE', '/threads/:id', [full]),
  method('users.drafts.list', 'GET', '/drafts', [full, modify, readonly, compose]),
  method('users.drafts.get', 'GET', '/drafts/:id', [full, modify, readonly, compose]),
  method('users.watch', 'POST', '/watch', readOrMetadata),
  method('users.stop', 'POST', '/stop', readOrMetadata),
  method('users.settings.sendAs.list', 'GET', '/settings/sendAs', [...read, settings]),
];

/** The method a request names, and the `userId` in its path. */
export function findGmailMethod(
  verb: string,
  path: string,
): { method: GmailMethod; userId: string } | undefined {
  for (const candidate of gmailMethods) {
    if (candidate.verb !== verb) continue;
    const match = candidate.pattern.exec(path);
    if (match?.[1] !== undefined) return { method: candidate, userId: decodeURIComponent(match[1]) };
  }
  return undefined;
}

/** Whether a token is held to metadata. Google applies that even beside a wider scope (issuetracker 115621456). */
export const heldToMetadata = (scopes: readonly string[]): boolean => scopes.includes(metadata);
