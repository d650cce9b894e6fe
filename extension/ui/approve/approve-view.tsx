import { ReadNotice } from '../notice.tsx';
import { SignedOut } from '../signed-out.tsx';
import { useClient } from '../surface.tsx';
import { useRead } from '../use-read.ts';
import { BatchApproval } from './batch-approval.tsx';
import { Questions } from './questions.tsx';
import { SendApproval } from './send-approval.tsx';

export type ApproveViewProps = {
  /** The email or the batch to decide about, as the page's address names it; without either, all that waits. */
  sendId?: string | undefined;
  batchId?: string | undefined;
};

/** The page on which an acceptor reads what would go out as them, and says yes or no to exactly that. */
export function ApproveView({ sendId, batchId }: ApproveViewProps) {
  const { text } = useClient();
  const session = useRead('session:read', undefined, ['session']);
  if (session.value?.state !== 'signedIn') {
    return (
      <main class="settings-page narrow">
        <h1>{text('approve_title')}</h1>
        {session.value ? <SignedOut /> : <ReadNotice read={session} what={text('approve_what')} />}
      </main>
    );
  }
  const { me } = session.value;
  return (
    <main class="settings-page narrow">
      {sendId ? (
        <SendApproval key={sendId} id={sendId} me={me} />
      ) : batchId ? (
        <BatchApproval key={batchId} id={batchId} me={me} />
      ) : (
        <h1>{text('approve_title')}</h1>
      )}
      <Questions me={me} except={sendId ?? batchId} />
    </main>
  );
}
