import { useState } from 'preact/hooks';
import type { ConfirmQuestion } from '../../../shared/messages/confirm-messages.ts';
import { normalised } from '../terms/default-terms.ts';
import { ActNotice, Notice, ReadNotice } from '../notice.tsx';
import { firstName } from '../person-name.ts';
import { useClient } from '../surface.tsx';
import { TermsView } from '../terms/terms-view.tsx';
import { useAct } from '../use-act.ts';
import { useRead } from '../use-read.ts';
import { useShown } from '../use-shown.ts';
import { PersonLine } from './person-line.tsx';
import { SendPreview } from './send-preview.tsx';

type ConfirmViewProps = {
  token: string;
  /** Closes the window; called when there is nothing left to read in it. */
  onClose: () => void;
};

/** The window in which consent is given: exactly what will happen, and yes or no. */
export function ConfirmView({ token, onClose }: ConfirmViewProps) {
  const { text } = useClient();
  const question = useRead('confirm:read', { token }, []);
  const act = useAct();
  const [answered, setAnswered] = useState(false);
  const asked = question.value;
  // This window opens under the pointer of somebody who is clicking: the second click of two must not be a yes.
  const { ready } = useShown(asked ? token : '');
  if (!asked) {
    return (
      <main class="confirm-page">
        <h1>Behalf</h1>
        <ReadNotice read={question} what={text('confirm_what')} />
      </main>
    );
  }
  const name = firstName(nameIn(asked));
  const answer = (yes: boolean) => () =>
    act.run('confirm:answer', { token, yes }, () => {
      setAnswered(true);
      onClose();
    });
  return (
    <main class="confirm-page">
      <h1>{text(`confirm_${asked.kind}_title`, name)}</h1>
      <Subject asked={asked} />
      {answered ? (
        <Notice tone="good">{text('confirm_done')}</Notice>
      ) : (
        <div class="actions">
          <button type="button" class="primary" disabled={act.busy || !ready} onClick={answer(true)}>
            {text(`confirm_${asked.kind}_yes`, name)}
          </button>
          <button type="button" disabled={act.busy} onClick={answer(false)}>
            {text(`confirm_${asked.kind}_no`)}
          </button>
        </div>
      )}
      <ActNotice act={act} />
    </main>
  );
}

function Subject({ asked }: { asked: ConfirmQuestion }) {
  if (asked.kind === 'send') return <SendPreview question={asked} />;
  const person = asked.kind === 'give' ? asked.requestor : asked.grant.requestor;
  const terms = asked.kind === 'give' ? normalised(asked.give.terms) : asked.grant.terms;
  return (
    <>
      <PersonLine person={person} />
      {asked.kind === 'accept' && asked.grant.note && <blockquote dir="auto">{asked.grant.note}</blockquote>}
      <TermsView terms={terms} reader={{ side: 'acceptor', otherName: person.name }} />
    </>
  );
}

const nameIn = (asked: ConfirmQuestion): string =>
  asked.kind === 'send'
    ? asked.senderName
    : asked.kind === 'give'
      ? asked.requestor.name
      : asked.grant.requestor.name;
