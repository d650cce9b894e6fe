import type { GiveGrant, Grant, RequestGrant } from '../../../shared/api/grants.ts';
import type { EventPageBody } from './event-page.ts';
import type { Mailbox } from '../../../shared/api/mailboxes.ts';
import type { Me, TeamMember } from '../../../shared/api/me.ts';
import type { Sender } from '../../../shared/api/senders.ts';
import type { Send, SubmitSend } from '../../../shared/api/sends.ts';
import type { Outcome } from '../../../shared/messages/outcome.ts';
import type { Authorised } from './authorised.ts';
import { listAll } from './list-all.ts';

/** The server as the worker sees it: one function per route, each resolving with a value or a refusal. */
export function createApi(call: Authorised) {
  const get = <Value>(path: string) => call(path) as Promise<Outcome<Value>>;
  const post = <Value>(path: string, body?: unknown, headers?: Record<string, string>) =>
    call(path, { method: 'POST', body, headers }) as Promise<Outcome<Value>>;
  const drop = <Value>(path: string) => call(path, { method: 'DELETE' }) as Promise<Outcome<Value>>;
  const grant = (verb: string) => (id: string) => post<Grant>(`/v1/grants/${id}/${verb}`);

  return {
    me: () => get<Me>('/v1/me'),
    team: () => listAll<TeamMember>(get, '/v1/team'),
    mailboxes: () => listAll<Mailbox>(get, '/v1/mailboxes'),
    connectMailbox: (replies: boolean) => post<{ url: string }>('/v1/mailboxes/connect', { replies }),
    disconnectMailbox: (id: string) => drop<unknown>(`/v1/mailboxes/${id}`),
    grants: () => listAll<Grant>(get, '/v1/grants'),
    requestGrant: (body: RequestGrant) => post<Grant>('/v1/grants/requests', body),
    giveGrant: (body: GiveGrant) => post<Grant>('/v1/grants', body),
    acceptGrant: (id: string, termsDigest: string) => post<Grant>(`/v1/grants/${id}/accept`, { termsDigest }),
    declineGrant: grant('decline'),
    withdrawGrant: grant('withdraw'),
    revokeGrant: grant('revoke'),
    leaveGrant: grant('leave'),
    pause: (paused: boolean) =>
      paused ? post<{ stopped: number }>('/v1/pause') : drop<{ stopped: number } | undefined>('/v1/pause'),
    senders: () => listAll<Sender>(get, '/v1/senders'),
    /** The same key always leads to the same send. */
    submit: (key: string, send: SubmitSend) => post<Send>('/v1/sends', send, { 'idempotency-key': key }),
    send: (id: string) => get<Send>(`/v1/sends/${id}`),
    sends: async (limit: number): Promise<Outcome<Send[]>> => {
      const page = await get<{ items: Send[] }>(`/v1/sends?limit=${limit}`);
      return page.ok ? { ok: true, value: page.value.items } : page;
    },
    cancelSend: (id: string) => post<Send>(`/v1/sends/${id}/cancel`),
    resolveSend: (id: string, outcome: 'sent' | 'notSent') =>
      post<Send>(`/v1/sends/${id}/resolve`, { outcome }),
    events: (cursor: string | undefined) =>
      get<EventPageBody>(cursor ? `/v1/events?limit=200&cursor=${encodeURIComponent(cursor)}` : '/v1/events'),
    logout: () => post<unknown>('/auth/logout'),
  };
}
export type Api = ReturnType<typeof createApi>;
