import type { SealContext } from '../accounts/vault/index.ts';
import type { MailProvider, SendOutcome, SentLook, SentQuery, ThreadLook } from './provider.ts';

/** The part of the vault that mail needs. */
export type Sealer = {
  seal(plain: string, context: SealContext): Buffer;
  open(sealed: Buffer, context: SealContext): string;
};

/** An outcome whose ids are sealed already: nothing outside `mail/` ever holds a thread id in clear. */
export type SealedOutcome =
  | Exclude<SendOutcome, { outcome: 'accepted' }>
  | { outcome: 'accepted'; sealedMessageId: Buffer; sealedThreadId: Buffer };

/** An earlier send that is continued. */
export type SealedThread = { sendId: string; sealedMessageId: Buffer; sealedThreadId: Buffer };

/** A message that a look found, its ids sealed; `at` is when the provider took it (epoch milliseconds). */
export type FoundMessage = { sealedMessageId: Buffer; sealedThreadId: Buffer; at: number };
/** What a look came to, by our own ids of the sends. */
export type SealedLook = Omit<SentLook, 'found'> & { found: ReadonlyMap<string, FoundMessage> };

const messageIdOf = (sendId: string): SealContext => ({
  table: 'sends',
  id: sendId,
  column: 'sealed_message_id',
});
const threadIdOf = (sendId: string): SealContext => ({
  table: 'sends',
  id: sendId,
  column: 'sealed_thread_id',
});

/** A mail provider whose message and thread ids stay sealed for everybody outside. */
export const sealMail = (provider: MailProvider, vault: Sealer) => ({
  async send(request: {
    sendId: string;
    accessToken: string;
    mime: Buffer;
    thread: SealedThread | null;
  }): Promise<SealedOutcome> {
    const { sendId, accessToken, mime, thread } = request;
    const threadId = thread && vault.open(thread.sealedThreadId, threadIdOf(thread.sendId));
    const outcome = await provider.send({ accessToken, mime, threadId });
    if (outcome.outcome !== 'accepted') return outcome;
    return {
      outcome: 'accepted',
      sealedMessageId: vault.seal(outcome.messageId, messageIdOf(sendId)),
      sealedThreadId: vault.seal(outcome.threadId, threadIdOf(sendId)),
    };
  },

  readMessageIdHeader: (accessToken: string, thread: SealedThread): Promise<string | null> =>
    provider.readMessageIdHeader({
      accessToken,
      messageId: vault.open(thread.sealedMessageId, messageIdOf(thread.sendId)),
    }),

  readThread: (accessToken: string, thread: SealedThread): Promise<ThreadLook> =>
    provider.readThread({
      accessToken,
      threadId: vault.open(thread.sealedThreadId, threadIdOf(thread.sendId)),
      messageId: vault.open(thread.sealedMessageId, messageIdOf(thread.sendId)),
    }),

  readHistoryId: (accessToken: string): Promise<string | null> => provider.readHistoryId(accessToken),

  async findSent(query: SentQuery): Promise<SealedLook> {
    const { found, ...look } = await provider.findSent(query);
    const sealed = found.map(({ sendId, messageId, threadId, at }): [string, FoundMessage] => [
      sendId,
      {
        sealedMessageId: vault.seal(messageId, messageIdOf(sendId)),
        sealedThreadId: vault.seal(threadId, threadIdOf(sendId)),
        at,
      },
    ]);
    return { ...look, found: new Map(sealed) };
  },
});

export type SealedMail = ReturnType<typeof sealMail>;
