import { Avatar } from '../avatar.tsx';
import { ActNotice } from '../notice.tsx';
import { firstName, plain } from '../person-name.ts';
import { counted } from '../plural.ts';
import { useClient } from '../surface.tsx';
import { Time } from '../time.tsx';
import { useAct } from '../use-act.ts';
import type { Question } from '../../../shared/domain/open-questions.ts';

/** That something waits for me: who wrote it, to whom and about what. It is decided where all of it can be read. */
export function ApprovalCard({ question: { kind, id, count, first } }: { question: Question }) {
  const { text } = useClient();
  const act = useAct();
  const { requestor, to, subject, createdAt } = first;
  const name = firstName(requestor.name);
  const open = () =>
    act.run('pages:open', { page: 'approve', ...(kind === 'send' ? { sendId: id } : { batchId: id }) });
  return (
    <div class="card">
      <div class="bar-row">
        <Avatar person={requestor} />
        <span class="who">
          <strong>
            {kind === 'send' ? text('approve_asks', name) : counted(text, 'approve_asks_batch', count, name)}
          </strong>
          <small>
            {kind === 'send' && (
              <>
                {text('approve_to')} <bdi>{to.name ? plain(to.name) : to.email}</bdi>
                {' · '}
              </>
            )}
            <Time at={createdAt} />
          </small>
        </span>
      </div>
      <p class="quiet">
        <bdi>{plain(subject) || text('common_no_subject')}</bdi>
      </p>
      <div class="actions">
        <button type="button" class="primary" disabled={act.busy} onClick={open}>
          {text('approve_read')}
        </button>
      </div>
      <ActNotice act={act} />
    </div>
  );
}
