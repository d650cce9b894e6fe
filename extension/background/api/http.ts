import { ErrorBody } from '../../../shared/api/error.ts';
import { fail, succeed, type Outcome } from '../../../shared/messages/outcome.ts';
import type { I18n } from '../../platform/i18n.ts';

export type HttpRequest = {
  method?: 'GET' | 'POST' | 'DELETE';
  body?: unknown;
  headers?: Record<string, string>;
};
/** One request to the server at `serverUrl`, and what came of it. */
export type Http = (serverUrl: string, path: string, request?: HttpRequest) => Promise<Outcome<unknown>>;

const timeoutMs = 10_000;

/**
 * Every request of the extension passes here. Cookies and redirects stay out, so that a token only ever reaches the
 * server it belongs to; nothing is logged.
 */
export const createHttp =
  (parts: { fetch: typeof fetch; text: I18n['text'] }): Http =>
  async (serverUrl, path, { method = 'GET', body, headers = {} } = {}) => {
    const request: RequestInit = {
      method,
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(timeoutMs),
    };
    if (body !== undefined) request.body = JSON.stringify(body);
    try {
      const response = await parts.fetch(`${serverUrl}${path}`, request);
      const answer = await response.text();
      const json: unknown = isJson(response) ? JSON.parse(answer) : undefined;
      if (response.ok) return succeed(json);
      const refusal = ErrorBody.safeParse(json);
      if (refusal.success) return fail(refusal.data.error.code, refusal.data.error.message);
      const code = response.status === 401 ? 'unauthenticated' : 'unavailable';
      return fail(code, parts.text('worker_strange_answer', serverUrl, String(response.status)));
    } catch {
      return fail('offline', parts.text('worker_offline', serverUrl));
    }
  };

const isJson = (response: Response): boolean =>
  response.headers.get('content-type')?.startsWith('application/json') ?? false;
