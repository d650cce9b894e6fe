import type { gmail_v1 } from 'googleapis/build/src/apis/gmail/v1.js';
import { boundedFetch } from '../bounded-fetch.ts';
import { guardedFetch, threadFields, threadHeaders } from '../egress.ts';
import type { ThreadLook } from '../provider.ts';
import { readSendFault, statusOf } from './send-fault.ts';

/** How long a look may take (milliseconds). */
const timeoutMs = 10_000;

type Request = { accessToken: string; threadId: string; messageId: string };

/**
 * Looks what others wrote in the thread of a send of ours, by `users.threads.get` in the format `metadata`, which
 * leaves bodies out, and a field mask that leaves snippets out.
 * https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.threads/get
 */
export async function readThread(
  { users }: gmail_v1.Gmail,
  origins: readonly string[],
  { accessToken, threadId, messageId }: Request,
): Promise<ThreadLook> {
  try {
    const { data } = await users.threads.get(
      {
        userId: 'me',
        id: threadId,
        format: 'metadata',
        metadataHeaders: [...threadHeaders],
        fields: threadFields,
      },
      {
        headers: { authorization: `Bearer ${accessToken}` },
        retry: false,
        fetchImplementation: boundedFetch(guardedFetch({ kind: 'ownThread', threadId }, origins), timeoutMs),
      },
    );
    return othersIn(data.messages ?? [], messageId);
  } catch (fault) {
    return readFault(fault);
  }
}

/** What the mailbox itself wrote has one of these labels. */
const own = new Set(['SENT', 'DRAFT']);

function othersIn(messages: readonly gmail_v1.Schema$Message[], messageId: string): ThreadLook {
  const send = messages.find(({ id }) => id === messageId);
  const sentAt = send ? Number(send.internalDate) : null;
  const others = messages
    .filter(({ labelIds }) => !labelIds?.some((label) => own.has(label)))
    .map(({ internalDate, payload }) => ({ at: Number(internalDate), headers: headersOf(payload) }))
    .sort((a, b) => a.at - b.at);
  return { outcome: 'read', sentAt, messages: others };
}

/** Of a header given twice the first counts. */
const headersOf = (payload: gmail_v1.Schema$MessagePart | undefined): Record<string, string> =>
  Object.fromEntries(
    (payload?.headers ?? []).map(({ name, value }) => [name?.toLowerCase() ?? '', value ?? '']).reverse(),
  );

function readFault(fault: unknown): ThreadLook {
  if (statusOf(fault) === 404) return { outcome: 'gone' };
  const read = readSendFault(fault);
  switch (read.outcome) {
    case 'unauthorised':
      return { outcome: 'unauthorised' };
    case 'dead':
      return { outcome: 'forbidden' };
    case 'limited':
      return { outcome: 'later', retryAfterMs: read.retryAfterMs };
    default:
      return { outcome: 'later', retryAfterMs: null };
  }
}
