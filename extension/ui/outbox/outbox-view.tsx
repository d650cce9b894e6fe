import type { Me } from '../../../shared/api/me.ts';
import { openQuestions } from '../../../shared/domain/open-questions.ts';
import { ApprovalCard } from '../approve/approval-card.tsx';
import { BatchList } from '../batch/batch-list.tsx';
import { ReadNotice } from '../notice.tsx';
import { SignedOut } from '../signed-out.tsx';
import { useClient } from '../surface.tsx';
import { needsItsOwner, UnclearCard } from '../popup/needs-me.tsx';
import { useRead } from '../use-read.ts';
import { WaitingList } from './waiting-list.tsx';

/** Everything that has not gone out yet: why, until when, and how to change it or take it back. */
export function OutboxView() {
  const { text } = useClient();
  const session = useRead('session:read', undefined, ['session']);
  return (
    <main class="settings-page narrow">
      <h1>{text('outbox_title')}</h1>
      {session.value?.state === 'signedIn' ? (
        <SignedIn me={session.value.me} />
      ) : session.value ? (
        <SignedOut />
      ) : (
        <ReadNotice read={session} what={text('outbox_what')} />
      )}
    </main>
  );
}

function SignedIn({ me }: { me: Me }) {
  const { text } = useClient();
  const waiting = useRead('sends:waiting', undefined, ['sends', 'batches']);
  const all = waiting.value ?? [];
  const isFromMe = (send: (typeof all)[number]) => send.acceptor.id === me.id;
  const questions = openQuestions(all, me.id);
  const unclear = all.filter((send) => needsItsOwner(send) && isFromMe(send));
  // The emails of a batch stand on the page of the batch, and what I have to answer stands above.
  const listed = all.filter((send) => !send.batchId && !(isFromMe(send) && asksOwner(send.state)));
  const mine = listed.filter(({ requestor }) => requestor.id === me.id);
  const byOthers = listed.filter(({ requestor }) => requestor.id !== me.id);
  return (
    <>
      <ReadNotice read={waiting} what={text('outbox_what')} />
      {questions.length + unclear.length > 0 && (
        <section>
          <h2>{text('popup_needs_me')}</h2>
          {questions.map((question) => (
            <ApprovalCard key={question.id} question={question} />
          ))}
          {unclear.map((send) => (
            <UnclearCard key={send.id} send={send} />
          ))}
        </section>
      )}
      <BatchList limit={20} title="outbox_batches" unfinishedOnly />
      {waiting.value && (
        <section>
          <h2>{text('outbox_mine')}</h2>
          {mine.length ? (
            <WaitingList sends={mine} meId={me.id} />
          ) : (
            <p class="card quiet">{text('outbox_empty')}</p>
          )}
        </section>
      )}
      {byOthers.length > 0 && (
        <section>
          <h2>{text('outbox_by_others')}</h2>
          <p class="quiet">{text('outbox_by_others_detail')}</p>
          <WaitingList sends={byOthers} meId={me.id} />
        </section>
      )}
    </>
  );
}

const asksOwner = (state: string): boolean => state === 'held' || state === 'uncertain';
