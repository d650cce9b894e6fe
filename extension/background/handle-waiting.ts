import type { LiveTopic } from '../../shared/messages/live.ts';
import type { WaitingMessages } from '../../shared/messages/waiting-messages.ts';
import type { Outcome } from '../../shared/messages/outcome.ts';
import type { Api } from './api-client.ts';
import type { Handlers } from './handlers.ts';

type Parts = {
  api: Api;
  waiting(): ReturnType<Api['waiting']>;
  after<Value>(topics: LiveTopic[], outcome: Promise<Outcome<Value>>): Promise<Outcome<Value>>;
};

export function handleWaiting({ api, waiting, after }: Parts): Pick<Handlers, keyof WaitingMessages> {
  const changes: LiveTopic[] = ['sends', 'batches', 'grants', 'senders'];
  return {
    'sends:waiting': waiting,
    'sends:content': ({ id }) => api.content(id),
    'sends:approve': ({ id, contentHash }) => after(changes, api.approveSend(id, contentHash)),
    'sends:reject': ({ id }) => after(changes, api.rejectSend(id)),
    'sends:edit': ({ id, edit }) => after(changes, api.editSend(id, edit)),
  };
}
