import { EgressRefused } from '../egress.ts';
import type { SendOutcome } from '../provider.ts';

/** Network errors raised before a connection stood, so that the request can't have been read. */
const notReachedCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Gmail's reasons for "too much now" (https://developers.google.com/workspace/gmail/api/guides/handle-errors). */
const limitReasons = new Set([
  'rateLimitExceeded',
  'userRateLimitExceeded',
  'dailyLimitExceeded',
  'quotaExceeded',
  'limitExceeded',
]);

type GmailFault = {
  status?: number;
  response?: {
    status?: number;
    headers?: Headers;
    data?: { error?: { message?: string; errors?: { reason?: string }[] } };
  };
};

/** The status of the provider's answer, when it was an answer. */
export function statusOf(fault: unknown): number | undefined {
  const { status, response } = fault as GmailFault;
  return response?.status ?? status;
}

/**
 * What a failed send means. Only what Gmail certainly did not accept counts as refused or limited; a time-out, a
 * connection lost after the request was written and any 5xx are unclear, since the message may have gone out.
 */
export function readSendFault(fault: unknown): SendOutcome {
  if (fault instanceof EgressRefused || causes(fault).some((cause) => cause instanceof EgressRefused))
    throw fault;
  const { response } = fault as GmailFault;
  const code = statusOf(fault);
  if (typeof code !== 'number') {
    const reached = !causes(fault).some((cause) =>
      notReachedCodes.has((cause as { code?: string }).code ?? ''),
    );
    return { outcome: reached ? 'unclear' : 'notReached' };
  }
  const error = response?.data?.error;
  const reasons = error?.errors?.map(({ reason }) => reason ?? '') ?? [];
  if (code === 401) return { outcome: 'unauthorised' };
  if (code === 429 || (code === 403 && reasons.some((reason) => limitReasons.has(reason)))) {
    return { outcome: 'limited', retryAfterMs: retryAfterMs(response?.headers) };
  }
  if (code === 403 && reasons.includes('insufficientPermissions')) return { outcome: 'dead' };
  if (code >= 400 && code < 500) {
    const recipient = code === 400 && /recipient|invalid to header/i.test(error?.message ?? '');
    return { outcome: 'refused', reason: recipient ? 'recipient' : 'message' };
  }
  return { outcome: 'unclear' };
}

/** `Retry-After` in milliseconds (RFC 9110 §10.2.3: seconds or a date), or null. */
function retryAfterMs(headers: Headers | undefined): number | null {
  const value = headers?.get('retry-after');
  if (!value) return null;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

function causes(fault: unknown): unknown[] {
  const found: unknown[] = [];
  for (let at = fault; at && found.length < 6; at = (at as { cause?: unknown }).cause) found.push(at);
  return found;
}
