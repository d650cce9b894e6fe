import type { Me } from '../../../shared/api/me.ts';
import { ReadNotice } from '../notice.tsx';
import { useClient } from '../surface.tsx';
import { useRead } from '../use-read.ts';
import { ApprovalCard } from './approval-card.tsx';
import { openQuestions } from '../../../shared/domain/open-questions.ts';

/** What else waits for me, so that one decision leads to the next. */
export function Questions({ me, except }: { me: Me; except: string | undefined }) {
  const { text } = useClient();
  const waiting = useRead('sends:waiting', undefined, ['sends', 'batches']);
  const questions = openQuestions(waiting.value ?? [], me.id).filter(({ id }) => id !== except);
  if (!questions.length) {
    if (except) return null;
    return waiting.value ? (
      <p class="card quiet">{text('approve_nothing')}</p>
    ) : (
      <ReadNotice read={waiting} what={text('approve_what')} />
    );
  }
  return (
    <section>
      <h2>{text(except ? 'approve_others' : 'approve_all')}</h2>
      {questions.map((question) => (
        <ApprovalCard key={question.id} question={question} />
      ))}
    </section>
  );
}
