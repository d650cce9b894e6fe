import type { MessageType, SenderClass } from './messages.ts';

const page = ['page'] as const;
const content = ['content'] as const;
const both = ['page', 'content'] as const;

/**
 * Who may send which message: everything a panel in a site needs, and nothing that changes where Behalf runs, who is
 * signed in or where it connects to. A page that took over a content script would still not get further than this.
 */
export const sendersAllowed: Record<MessageType, readonly SenderClass[]> = {
  'session:read': both,
  'session:signIn': both,
  'session:signOut': page,
  'session:deletion': page,
  'session:delete': page,
  'team:list': both,
  'grants:list': both,
  'grants:request': both,
  'grants:give': page,
  'grants:accept': page,
  'grants:decline': both,
  'grants:withdraw': both,
  'grants:revoke': both,
  'grants:leave': both,
  'pause:set': both,
  'mailboxes:list': both,
  'mailboxes:connect': both,
  'mailboxes:disconnect': page,
  'senders:list': both,
  'sends:submit': both,
  'sends:read': both,
  'sends:cancel': both,
  'sends:list': page,
  'sends:resolve': page,
  'sends:confirm': both,
  'sends:waiting': page,
  'sends:content': page,
  'sends:approve': page,
  'sends:reject': page,
  'sends:edit': page,
  'batches:begin': both,
  'batches:template': page,
  'batches:preview': page,
  'batches:submit': page,
  'batches:list': page,
  'batches:read': page,
  'batches:sends': page,
  'batches:pause': page,
  'batches:resume': page,
  'batches:cancel': page,
  'batches:approve': page,
  'batches:reject': page,
  'sites:list': page,
  'sites:set': page,
  'settings:read': page,
  'settings:server': page,
  'settings:notifications': page,
  'surfaces:load': content,
  'pages:confirm': both,
  'pages:open': both,
  'confirm:read': page,
  'confirm:answer': page,
};
