import type { MessageType } from '../../shared/messages/messages.ts';

/**
 * Whether a message may be sent a second time when the worker stopped before it answered: readings, settings that end
 * up the same, and what carries its own key (`submit.design.md`). The rest may have happened: people look first.
 */
export const resendable: Record<MessageType, boolean> = {
  'session:read': true,
  'session:signIn': false,
  'session:signOut': true,
  'session:deletion': true,
  'session:delete': false,
  'team:list': true,
  'grants:list': true,
  'grants:request': false,
  'grants:give': false,
  'grants:accept': false,
  'grants:decline': false,
  'grants:withdraw': false,
  'grants:revoke': false,
  'grants:leave': false,
  'pause:set': false,
  'mailboxes:list': true,
  'mailboxes:connect': false,
  'mailboxes:disconnect': false,
  'senders:list': true,
  'sends:submit': true,
  'sends:read': true,
  'sends:cancel': false,
  'sends:list': true,
  'sends:resolve': false,
  'sends:confirm': true,
  'sites:list': true,
  'sites:set': true,
  'settings:read': true,
  'settings:server': true,
  'settings:notifications': true,
  'surfaces:load': true,
  'pages:confirm': false,
  'pages:open': false,
  'confirm:read': true,
  'confirm:answer': false,
};
