import type { Outcome } from '../../../shared/messages/outcome.ts';
import type { Tokens } from '../session/tokens.ts';
import type { Http, HttpRequest } from './http.ts';

/** One request as the signed-in member. */
export type Authorised = (path: string, request?: HttpRequest) => Promise<Outcome<unknown>>;

/** Adds the access token; a 401 is answered with one refresh and one retry. A token goes to its own server only. */
export const createAuthorised =
  (http: Http, tokens: Pick<Tokens, 'current' | 'renew'>): Authorised =>
  async (path, request = {}) => {
    const first = await tokens.current();
    if (!first.ok) return first;
    const ask = ({ token, serverUrl }: { token: string; serverUrl: string }) =>
      http(serverUrl, path, {
        ...request,
        headers: { ...request.headers, authorization: `Bearer ${token}` },
      });
    const answer = await ask(first.value);
    if (answer.ok || answer.error.code !== 'unauthenticated') return answer;
    const second = await tokens.renew(first.value.token);
    return second.ok ? ask(second.value) : second;
  };
