import type { GiveGrant, RequestGrant } from '../../shared/api/grants.ts';
import type { Send } from '../../shared/api/sends.ts';
import type { SubmitSend } from '../../shared/api/sends.ts';
import { succeed, type Outcome } from '../../shared/messages/outcome.ts';
import type { I18n } from '../platform/i18n.ts';
import { authorised } from './api/authorised.ts';
import { createCompanyApi } from './api/company-api.ts';
import { createGuardedFetch, readAnswer } from './api/http.ts';
import { createLaterApi } from './api/later-api.ts';
import { listAll } from './api/list-all.ts';
import { createReportApi } from './api/report-api.ts';
import { serverAt, type Call } from './api/server.ts';
import type { Tokens } from './session/tokens.ts';

type Parts = { fetch: typeof fetch; text: I18n['text']; tokens: Pick<Tokens, 'current' | 'renew'> };

/** The server as the worker sees it: one function per route, each resolving with a value or a refusal. */
export function createApi({ fetch, text, tokens }: Parts) {
  const guarded = createGuardedFetch(fetch);
  const call: Call = <Value>(ask: Parameters<typeof call<Value>>[0]) =>
    authorised(tokens, (credential) =>
      readAnswer<Value>(credential.serverUrl, () => ask(serverAt(credential, guarded)), text),
    );
  const param = (id: string) => ({ param: { id } });

  return {
    me: () => call((server) => server.v1.me.$get()),
    deletion: () => call((server) => server.v1.me.deletion.$get()),
    deleteMe: (email: string) => call((server) => server.v1.me.$delete({ json: { email } })),
    team: () => listAll((query) => call((server) => server.v1.team.$get({ query }))),
    mailboxes: () => listAll((query) => call((server) => server.v1.mailboxes.$get({ query }))),
    connectMailbox: (replies: boolean) =>
      call((server) => server.v1.mailboxes.connect.$post({ json: { replies } })),
    disconnectMailbox: (id: string) => call((server) => server.v1.mailboxes[':id'].$delete(param(id))),
    grants: () => listAll((query) => call((server) => server.v1.grants.$get({ query }))),
    requestGrant: (json: RequestGrant) => call((server) => server.v1.grants.requests.$post({ json })),
    giveGrant: (json: GiveGrant) => call((server) => server.v1.grants.$post({ json })),
    acceptGrant: (id: string, termsDigest: string) =>
      call((server) => server.v1.grants[':id'].accept.$post({ ...param(id), json: { termsDigest } })),
    declineGrant: (id: string) => call((server) => server.v1.grants[':id'].decline.$post(param(id))),
    withdrawGrant: (id: string) => call((server) => server.v1.grants[':id'].withdraw.$post(param(id))),
    revokeGrant: (id: string) => call((server) => server.v1.grants[':id'].revoke.$post(param(id))),
    leaveGrant: (id: string) => call((server) => server.v1.grants[':id'].leave.$post(param(id))),
    pause: (paused: boolean) =>
      call((server) => (paused ? server.v1.pause.$post() : server.v1.pause.$delete())),
    senders: async () => {
      const all = await call((server) => server.v1.senders.$get());
      return all.ok ? succeed(all.value.items) : all;
    },
    /** The same key always leads to the same send. */
    submit: (key: string, json: SubmitSend): Promise<Outcome<Send>> =>
      call((server) => server.v1.sends.$post({ json, header: { 'idempotency-key': key } })),
    /** Without the content: nobody who asks the worker needs it, least of all a page. */
    send: async (id: string): Promise<Outcome<Send>> => {
      const answer = await call((server) => server.v1.sends[':id'].$get(param(id)));
      if (!answer.ok) return answer;
      const { html: _html, text: _text, ...send } = answer.value;
      return succeed(send);
    },
    /** The last of those that went, ended or should have gone by now. */
    sends: async (limit: number) => {
      const page = await call((server) => server.v1.sends.$get({ query: { limit, past: 'true' } }));
      return page.ok ? succeed(page.value.items) : page;
    },
    cancelSend: (id: string) => call((server) => server.v1.sends[':id'].cancel.$post(param(id))),
    approveSend: (id: string, contentHash: string): Promise<Outcome<Send>> =>
      call((server) => server.v1.sends[':id'].approve.$post({ ...param(id), json: { contentHash } })),
    rejectSend: (id: string) => call((server) => server.v1.sends[':id'].reject.$post(param(id))),
    ...createLaterApi(call),
    ...createCompanyApi(call),
    ...createReportApi(call),
    resolveSend: (id: string, outcome: 'sent' | 'notSent') =>
      call((server) => server.v1.sends[':id'].resolve.$post({ ...param(id), json: { outcome } })),
    events: (cursor: string | undefined) =>
      call((server) => server.v1.events.$get({ query: { limit: 200, cursor } })),
    logout: () => call((server) => server.auth.logout.$post()),
  };
}
export type Api = ReturnType<typeof createApi>;
