import type { Messages } from '../../../shared/messages/messages.ts';

export const defaultSettings: Messages['settings:read']['value'] = {
  serverUrl: 'https://behalf.acme.test',
  notifications: {
    requests: true,
    approvals: true,
    answers: true,
    digest: true,
    mailbox: true,
    sends: false,
    replies: true,
  },
};
