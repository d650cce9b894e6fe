import { useEffect } from 'preact/hooks';
import type { Me } from '../../../shared/api/me.ts';
import { Additions } from '../mail/additions.tsx';
import { EmailBody } from '../mail/email-body.tsx';
import { ActNotice, Notice, ReadNotice } from '../notice.tsx';
import { firstName } from '../person-name.ts';
import { useClient } from '../surface.tsx';
import { useAct } from '../use-act.ts';
import { useRead } from '../use-read.ts';
import { Decided } from './decided.tsx';
import { GrantTerms } from './grant-terms.tsx';
import { SendFacts } from './send-facts.tsx';
import { useShown } from '../use-shown.ts';

/** One email that waits: all of it, and yes or no to exactly this. */
export function SendApproval({ id, me }: { id: string; me: Me }) {
  const { text } = useClient();
  const content = useRead('sends:content', { id }, ['sends']);
  const act = useAct();
  const send = content.value;
  const { changed, ready } = useShown(send?.contentHash ?? '');
  const { failure } = act;
  // A refusal mostly means that it is not any more what stands here.
  useEffect(() => {
    if (failure) content.retry();
  }, [failure]);

  if (!send) {
    return (
      <>
        <h1>{text('approve_title')}</h1>
        <ReadNotice read={content} what={text('approve_what_email')} />
      </>
    );
  }
  const { contentHash, requestor, grantId } = send;
  const name = firstName(requestor.name);
  if (send.state !== 'held' || send.acceptor.id !== me.id) return <Decided send={send} meId={me.id} />;
  return (
    <>
      <h1>{text('approve_send_title', name)}</h1>
      {changed && <Notice tone="warn">{text('approve_changed', name)}</Notice>}
      <SendFacts send={send} />
      <EmailBody key={contentHash} html={send.html} text={send.text} />
      <Additions send={send} />
      <GrantTerms grantId={grantId} requestor={requestor} />
      <div class="decide">
        <div class="actions">
          <button
            type="button"
            class="primary"
            disabled={act.busy || !ready}
            onClick={() => act.run('sends:approve', { id, contentHash }, content.retry)}
          >
            {text('approve_yes')}
          </button>
          <button
            type="button"
            disabled={act.busy}
            onClick={() => act.run('sends:reject', { id }, content.retry)}
          >
            {text('approve_no')}
          </button>
        </div>
        <p class="quiet">{text('approve_consequences', name)}</p>
      </div>
      <ActNotice act={act} />
    </>
  );
}
