import { boundedFetch } from '../bounded-fetch.ts';
import { guardedFetch } from '../egress.ts';
import type { GoogleEndpoints } from './endpoints.ts';

/**
 * Where a mailbox's history stands, or null when that could not be read within `timeoutMs`. Costs one quota unit.
 * `users.getProfile` (https://developers.google.com/workspace/gmail/api/reference/rest/v1/users/getProfile).
 */
export async function readHistoryId(
  endpoints: GoogleEndpoints,
  accessToken: string,
  timeoutMs: number,
): Promise<string | null> {
  try {
    const profile = boundedFetch(guardedFetch({ kind: 'profile' }, endpoints.origins), timeoutMs);
    const response = await profile(`${endpoints.gmailRoot}gmail/v1/users/me/profile`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    if (!response.ok) return null;
    const { historyId } = (await response.json()) as { historyId?: unknown };
    // 64 bits and more: kept as text.
    return typeof historyId === 'string' && /^\d{1,40}$/.test(historyId) ? historyId : null;
  } catch {
    return null;
  }
}
