import { gmail_v1 } from 'googleapis/build/src/apis/gmail/v1.js';
import { boundedFetch } from '../bounded-fetch.ts';
import { guardedFetch } from '../egress.ts';
import { sendTimeoutMs, type MailProvider } from '../provider.ts';
import type { GoogleEndpoints } from './endpoints.ts';
import { findSent } from './find-sent.ts';
import { readHistoryId } from './history-id.ts';
import { readThread } from './read-thread.ts';
import { readSendFault } from './send-fault.ts';

/** A send waits for this reading: it is soon given up, since one can do without (milliseconds). */
const historyTimeoutMs = 3_000;

/**
 * Gmail as a mail provider (https://developers.google.com/workspace/gmail/api/reference/rest). `timeoutMs`, at most
 * `sendTimeoutMs`, is how long a send may take before its outcome counts as unclear.
 */
export function createGmail(endpoints: GoogleEndpoints, timeoutMs = sendTimeoutMs): MailProvider {
  const gmail = new gmail_v1.Gmail({ rootUrl: endpoints.gmailRoot });
  const { messages } = gmail.users;
  const withToken = (accessToken: string) => ({
    headers: { authorization: `Bearer ${accessToken}` },
    // The client must never repeat a request on its own: whether it may be is decided in sending/.
    retry: false,
  });
  const sendFetch = boundedFetch(guardedFetch({ kind: 'send' }, endpoints.origins), timeoutMs);

  return {
    async send({ accessToken, mime, threadId }) {
      try {
        const { data } = await messages.send(
          {
            userId: 'me',
            requestBody: { raw: mime.toString('base64url'), ...(threadId === null ? {} : { threadId }) },
          },
          { ...withToken(accessToken), fetchImplementation: sendFetch },
        );
        if (!data.id || !data.threadId) return { outcome: 'unclear' };
        return { outcome: 'accepted', messageId: data.id, threadId: data.threadId };
      } catch (fault) {
        return readSendFault(fault);
      }
    },

    async readMessageIdHeader({ accessToken, messageId }) {
      try {
        const { data } = await messages.get(
          { userId: 'me', id: messageId, format: 'metadata', metadataHeaders: ['Message-ID'] },
          {
            ...withToken(accessToken),
            fetchImplementation: boundedFetch(
              guardedFetch({ kind: 'ownMessageHeaders', messageId }, endpoints.origins),
              10_000,
            ),
          },
        );
        const header = data.payload?.headers?.find(({ name }) => name?.toLowerCase() === 'message-id');
        return header?.value ?? null;
      } catch {
        return null;
      }
    },

    readHistoryId: (accessToken) => readHistoryId(endpoints, accessToken, historyTimeoutMs),

    findSent: (query) => findSent(gmail, endpoints.origins, query),

    readThread: (request) => readThread(gmail, endpoints.origins, request),
  };
}
