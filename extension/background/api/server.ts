import { hc, type ClientResponse } from 'hono/client';
import type { AppType } from '../../../server/app.ts';
import type { Outcome } from '../../../shared/messages/outcome.ts';
import type { Credential } from '../session/tokens.ts';

/** The server's routes, as its own types describe them. The one place that knows of them. */
export const serverAt = ({ serverUrl, token }: Credential, send: typeof fetch) =>
  hc<AppType>(serverUrl, { fetch: send, headers: { authorization: `Bearer ${token}` } });

export type Server = ReturnType<typeof serverAt>;

/** Asks one route as the signed-in member. */
export type Call = <Value>(
  ask: (server: Server) => Promise<ClientResponse<Value, number, string>>,
) => Promise<Outcome<Value>>;
