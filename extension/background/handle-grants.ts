import type { LiveTopic } from '../../shared/messages/live.ts';
import type { Outcome } from '../../shared/messages/outcome.ts';
import type { Api } from './api-client.ts';
import type { Handlers } from './handlers.ts';

type Keys =
  | 'team:list'
  | 'grants:list'
  | 'grants:request'
  | 'grants:give'
  | 'grants:accept'
  | 'grants:decline'
  | 'grants:withdraw'
  | 'grants:revoke'
  | 'grants:leave'
  | 'pause:set';

type Parts = {
  api: Api;
  grants(): ReturnType<Api['grants']>;
  /** Passes an outcome on after every surface was told to read again; also after a refusal, which shows we are behind. */
  after<Value>(topics: LiveTopic[], outcome: Promise<Outcome<Value>>): Promise<Outcome<Value>>;
};

export function handleGrants({ api, grants, after }: Parts): Pick<Handlers, Keys> {
  const changesGrants: LiveTopic[] = ['grants', 'senders'];
  const stopsSends: LiveTopic[] = ['grants', 'senders', 'sends'];
  return {
    'team:list': api.team,
    'grants:list': grants,
    'grants:request': (body) => after(changesGrants, api.requestGrant(body)),
    'grants:give': (body) => after(changesGrants, api.giveGrant(body)),
    'grants:accept': ({ id, termsDigest }) => after(changesGrants, api.acceptGrant(id, termsDigest)),
    'grants:decline': ({ id }) => after(changesGrants, api.declineGrant(id)),
    'grants:withdraw': ({ id }) => after(changesGrants, api.withdrawGrant(id)),
    'grants:revoke': ({ id }) => after(stopsSends, api.revokeGrant(id)),
    'grants:leave': ({ id }) => after(stopsSends, api.leaveGrant(id)),
    'pause:set': ({ paused }) => after(['session', ...stopsSends], api.pause(paused)),
  };
}
