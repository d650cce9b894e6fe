import type { Send } from '../../../shared/api/sends.ts';
import type { OwnPage } from '../../../shared/messages/site-messages.ts';
import { BatchList } from '../batch/batch-list.tsx';
import { ReadNotice } from '../notice.tsx';
import { SignedOut } from '../signed-out.tsx';
import { useClient } from '../surface.tsx';
import { useAct } from '../use-act.ts';
import { useRead, type Read } from '../use-read.ts';
import { LastSends } from './last-sends.tsx';
import { NeedsMe } from './needs-me.tsx';
import { PauseRow } from './pause-row.tsx';
import { SenderList } from './sender-list.tsx';
import { SiteRow, type SiteRowProps } from './site-row.tsx';
import { WaitingSends } from './waiting-sends.tsx';

/** The toolbar popup: what needs me now, what I may send as, what was sent last. */
export function PopupView(props: SiteRowProps) {
  const { text } = useClient();
  // All asked at once: nothing here waits for the answer before it.
  const session = useRead('session:read', undefined, ['session']);
  const grants = useRead('grants:list', undefined, ['grants']);
  const mailboxes = useRead('mailboxes:list', undefined, ['mailboxes']);
  const senders = useRead('senders:list', undefined, ['senders', 'grants', 'mailboxes']);
  const sends = useRead('sends:list', undefined, ['sends']);
  const waiting = useRead('sends:waiting', undefined, ['sends', 'batches']);
  const erasures = useRead('erasure:asked', undefined, ['suppressions', 'session']);
  const opening = useAct();
  const me = session.value?.state === 'signedIn' ? session.value.me : undefined;
  const open = (page: OwnPage) => () => opening.run('pages:open', { page });

  return (
    <main class="popup-page">
      <header>
        <h1>Behalf</h1>
        <button type="button" class="link" onClick={open('options')}>
          {text('popup_options')}
        </button>
      </header>
      {!session.value ? (
        <ReadNotice read={session} what={text('popup_what')} />
      ) : !me ? (
        <SignedOut />
      ) : (
        <>
          <NeedsMe
            me={me}
            grants={grants}
            mailbox={mailboxes.value?.[0]}
            waiting={waiting}
            erasures={erasures}
          />
          <SenderList senders={senders} />
          <WaitingSends waiting={waiting.value ?? []} meId={me.id} onAll={open('outbox')} />
          <BatchList limit={3} title="batch_last" />
          <LastSends
            sends={withoutWaiting(sends)}
            meId={me.id}
            onAll={(page) => opening.run('pages:open', { page })}
          />
          <PauseRow me={me} grants={grants.value ?? []} mailbox={mailboxes.value?.[0]} />
        </>
      )}
      <SiteRow {...props} />
      {me && (
        <div class="actions">
          <button type="button" onClick={open('batch')}>
            {text('popup_many')}
          </button>
          <button type="button" onClick={open('outbox')}>
            {text('outbox_title')}
          </button>
          <button type="button" onClick={open('delegation')}>
            {text('popup_delegation')}
          </button>
        </div>
      )}
    </main>
  );
}

/** What waits stands in a list of its own, with why. */
const withoutWaiting = (sends: Read<Send[]>): Read<Send[]> => ({
  ...sends,
  value: sends.value?.filter(({ waiting }) => waiting === null),
});
