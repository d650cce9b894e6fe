import type { gmail_v1 } from 'googleapis/build/src/apis/gmail/v1.js';
import { boundedFetch } from '../bounded-fetch.ts';
import { markHeader } from '../compose-mime.ts';
import { guardedLook, markFields } from '../egress.ts';
import type { SentLook, SentQuery } from '../provider.ts';
import { searchMarks, type Mark } from './search-marks.ts';
import { readSendFault, statusOf } from './send-fault.ts';

/** How long one request of a look may take (milliseconds). */
const requestMs = 10_000;
/** How far Gmail's clock may be from ours (milliseconds). */
const clockMarginMs = 60 * 60_000;

/**
 * Looks for sends by their mark: among the messages that came into Sent since a history id or, where that has expired,
 * among the newest in Sent. Of no message more is asked than its mark and when it was sent.
 * https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.history/list
 * https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/list
 */
export async function findSent(
  { users }: gmail_v1.Gmail,
  origins: readonly string[],
  { accessToken, sendIds, historyId, since }: SentQuery,
): Promise<SentLook> {
  const guard = guardedLook(origins);
  const by = (request: typeof fetch) => ({
    headers: { authorization: `Bearer ${accessToken}` },
    retry: false,
    fetchImplementation: boundedFetch(request, requestMs),
  });

  const readMark = async (id: string): Promise<Mark | null> => {
    const asked = { userId: 'me', id, format: 'metadata', metadataHeaders: [markHeader], fields: markFields };
    try {
      return toMark((await users.messages.get(asked, by(guard.mark))).data);
    } catch (fault) {
      if (statusOf(fault) === 404) return null;
      throw fault;
    }
  };

  /** What the listings give, page by page; the guard has read their ids. */
  async function* pages(
    ask: (page: { pageToken?: string }) => Promise<{ data: { nextPageToken?: string | null } }>,
  ): AsyncGenerator<string[]> {
    let pageToken: string | null | undefined;
    do {
      const before = guard.listed.size;
      pageToken = (await ask(pageToken ? { pageToken } : {})).data.nextPageToken;
      yield [...guard.listed].slice(before);
    } while (pageToken);
  }
  const addedSince = (startHistoryId: string) => {
    const request = by(guard.list({ kind: 'sentHistory', startHistoryId }));
    const asked = { userId: 'me', startHistoryId, labelId: 'SENT', historyTypes: ['messageAdded'] };
    return pages((page) => users.history.list({ ...asked, maxResults: 500, ...page }, request));
  };
  const newest = () => {
    const request = by(guard.list({ kind: 'sentList' }));
    // Its owner may have thrown it away since. A query would say all that better, but the scope forbids one.
    const asked = { userId: 'me', labelIds: ['SENT'], includeSpamTrash: true };
    return pages((page) => users.messages.list({ ...asked, maxResults: 100, ...page }, request));
  };

  const search = searchMarks(sendIds, readMark);
  try {
    const known =
      historyId !== null && (await search.through(addedSince(historyId)).then(yes, unlessExpired));
    if (!known) await search.through(newest(), (at) => at < since - clockMarginMs);
    return { ...search.result(), retryAfterMs: null };
  } catch (fault) {
    return { ...search.result(), ...readLookFault(fault) };
  }
}

const yes = () => true;

/** Gmail no longer knows that history id, which may happen after a week or, rarely, hours. */
const unlessExpired = (fault: unknown): boolean => {
  if (statusOf(fault) === 404 || statusOf(fault) === 400) return false;
  throw fault;
};

function toMark({ id, threadId, internalDate, payload }: gmail_v1.Schema$Message): Mark {
  const header = payload?.headers?.find(({ name }) => name?.toLowerCase() === markHeader.toLowerCase());
  const sendId = header?.value?.trim();
  return {
    at: Number(internalDate ?? Date.now()),
    message: id && threadId && sendId ? { sendId, messageId: id, threadId } : null,
  };
}

function readLookFault(fault: unknown): Pick<SentLook, 'end' | 'retryAfterMs'> {
  const read = readSendFault(fault);
  switch (read.outcome) {
    case 'unauthorised':
      return { end: 'unauthorised', retryAfterMs: null };
    case 'dead':
      return { end: 'forbidden', retryAfterMs: null };
    case 'limited':
      return { end: 'incomplete', retryAfterMs: read.retryAfterMs };
    default:
      return { end: 'incomplete', retryAfterMs: null };
  }
}
