import type { SealContext } from '../accounts/vault/index.ts';
import type { MailProvider, SendOutcome } from './provider.ts';

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
});

export type SealedMail = ReturnType<typeof sealMail>;
