import type { LiveTopic } from '../../shared/messages/live.ts';
import { fail, succeed, type Outcome } from '../../shared/messages/outcome.ts';
import type { Platform } from '../platform/platform.ts';
import type { Api } from './api-client.ts';
import type { Handlers } from './handlers.ts';

type Parts = {
  api: Api;
  platform: Pick<Platform, 'tabs' | 'i18n'>;
  after<Value>(topics: LiveTopic[], outcome: Promise<Outcome<Value>>): Promise<Outcome<Value>>;
};

export const handleMailboxes = ({
  api,
  platform: { tabs, i18n },
  after,
}: Parts): Pick<Handlers, 'mailboxes:list' | 'mailboxes:connect' | 'mailboxes:disconnect'> => ({
  'mailboxes:list': api.mailboxes,
  'mailboxes:connect': async ({ replies }) => {
    const answer = await api.connectMailbox(replies);
    if (!answer.ok) return answer;
    // The server names the provider's page; nothing but a web page may come of that.
    if (!/^https?:\/\//.test(answer.value.url)) return fail('internal', i18n.text('worker_fault'));
    await tabs.open(answer.value.url);
    return succeed(null);
  },
  'mailboxes:disconnect': async ({ id }) => {
    const topics: LiveTopic[] = ['mailboxes', 'grants', 'senders', 'sends'];
    const outcome = await after(topics, api.disconnectMailbox(id));
    return outcome.ok ? succeed(null) : outcome;
  },
});
