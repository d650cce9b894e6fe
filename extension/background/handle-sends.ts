import type { Send } from '../../shared/api/sends.ts';
import type { LiveTopic } from '../../shared/messages/live.ts';
import type { Outcome } from '../../shared/messages/outcome.ts';
import type { Api } from './api-client.ts';
import type { Ask } from './confirm/ask.ts';
import type { Handlers } from './handlers.ts';
import type { Settings } from './settings.ts';
import type { Outbox } from './submit/outbox.ts';
import type { Submit } from './submit/submit.ts';

type Keys =
  | 'senders:list'
  | 'sends:submit'
  | 'sends:read'
  | 'sends:cancel'
  | 'sends:list'
  | 'sends:resolve'
  | 'sends:confirm';

type Parts = {
  api: Api;
  senders(): ReturnType<Api['senders']>;
  lastSends(): ReturnType<Api['sends']>;
  submit: Submit;
  outbox: Outbox;
  ask: Ask;
  settings: Pick<Settings, 'setTracks'>;
  after<Value>(topics: LiveTopic[], outcome: Promise<Outcome<Value>>): Promise<Outcome<Value>>;
};

export function handleSends({
  api,
  senders,
  lastSends,
  submit,
  outbox,
  ask,
  settings,
  after,
}: Parts): Pick<Handlers, Keys> {
  const changesSends: LiveTopic[] = ['sends', 'grants', 'senders'];
  return {
    'senders:list': senders,
    'sends:submit': async ({ key, send }) => {
      await settings.setTracks(send.track?.opens ?? false);
      return submit.submit(key, send);
    },
    'sends:read': ({ id }) => api.send(id),
    'sends:cancel': ({ id }) => after(changesSends, api.cancelSend(id)),
    'sends:list': lastSends,
    'sends:resolve': ({ id, outcome }) => after(changesSends, api.resolveSend(id, outcome)),
    'sends:confirm': async ({ key, send }) => {
      // Asked again after a restart, when the person had already said yes: their answer holds.
      if (await outbox.find(key)) return submit.submit(key, send);
      return (await ask.ask({ kind: 'send', key, send })) as Outcome<Send>;
    },
  };
}
