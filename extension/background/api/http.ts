import { ErrorBody } from '../../../shared/api/error.ts';
import { fail, succeed, type Outcome } from '../../../shared/messages/outcome.ts';
import type { I18n } from '../../platform/i18n.ts';

const timeoutMs = 10_000;

/**
 * Every request of the extension passes here. Cookies and redirects stay out, so that a token only ever reaches the
 * server it belongs to; nothing is logged.
 */
export const createGuardedFetch =
  (send: typeof fetch): typeof fetch =>
  (url, request) =>
    send(url, {
      ...request,
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(timeoutMs),
    });

/** What came of a request: the body of a success (a CSV file as it is), the server's own words for a refusal, ours for a fault. */
export async function readAnswer<Value>(
  serverUrl: string,
  request: () => Promise<{ ok: boolean; status: number; headers: Headers; text(): Promise<string> }>,
  text: I18n['text'],
): Promise<Outcome<Value>> {
  try {
    const response = await request();
    const body = await response.text();
    const type = response.headers.get('content-type') ?? '';
    const [isJson, isCsv] = [type.startsWith('application/json'), type.startsWith('text/csv')];
    const json: unknown = isJson ? JSON.parse(body) : undefined;
    if (response.ok) return succeed((isCsv ? body : json) as Value);
    const refusal = ErrorBody.safeParse(json);
    if (refusal.success) return fail(refusal.data.error.code, refusal.data.error.message);
    const code = response.status === 401 ? 'unauthenticated' : 'unavailable';
    return fail(code, text('worker_strange_answer', serverUrl, String(response.status)));
  } catch {
    return fail('offline', text('worker_offline', serverUrl));
  }
}

/** A POST of JSON by nobody in particular: how tokens are asked for. */
export type Http = (serverUrl: string, path: string, body: unknown) => Promise<Outcome<unknown>>;

export const createHttp = (parts: { fetch: typeof fetch; text: I18n['text'] }): Http => {
  const guarded = createGuardedFetch(parts.fetch);
  return (serverUrl, path, body) => {
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', headers, body: JSON.stringify(body) };
    return readAnswer(serverUrl, () => guarded(`${serverUrl}${path}`, request), parts.text);
  };
};
