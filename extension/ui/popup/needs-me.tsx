import type { Grant } from '../../../shared/api/grants.ts';
import type { Mailbox } from '../../../shared/api/mailboxes.ts';
import type { Me } from '../../../shared/api/me.ts';
import type { Send } from '../../../shared/api/sends.ts';
import type { Suppression } from '../../../shared/api/suppressions.ts';
import { openQuestions } from '../../../shared/domain/open-questions.ts';
import { ApprovalCard } from '../approve/approval-card.tsx';
import { ActNotice, ReadNotice } from '../notice.tsx';
import { firstName, plain } from '../person-name.ts';
import { counted } from '../plural.ts';
import { SentFolderLink } from '../sent-folder-link.tsx';
import { useClient } from '../surface.tsx';
import { useAct } from '../use-act.ts';
import type { Read } from '../use-read.ts';
import { RequestCard } from './request-card.tsx';

type NeedsMeProps = {
  me: Me;
  grants: Read<Grant[]>;
  mailbox: Mailbox | undefined;
  waiting: Read<Send[]>;
  erasures: Read<Suppression[]>;
};

/**
 * What needs me: emails to approve, requests, a mailbox to reconnect, emails of which only I can see whether they went,
 * and for admins recipients who asked to be deleted.
 */
export function NeedsMe({ me, grants, mailbox, waiting, erasures }: NeedsMeProps) {
  const { text } = useClient();
  const requests = (grants.value ?? []).filter(
    (grant) => grant.state === 'requesting' && grant.acceptor.id === me.id,
  );
  const sends = waiting.value ?? [];
  const unclear = sends.filter((send) => needsItsOwner(send) && send.acceptor.id === me.id);
  const isCutOff = mailbox?.state === 'disconnected';
  const questions = openQuestions(sends, me.id);
  const isKnown = grants.value && waiting.value;
  const wishes = erasures.value?.length ?? 0;
  const isQuiet = isKnown && !questions.length && !requests.length && !unclear.length && !isCutOff && !wishes;
  return (
    <section>
      <h2>{text('popup_needs_me')}</h2>
      <ReadNotice read={grants.value && !grants.failure ? waiting : grants} what={text('popup_what')} />
      {isCutOff && <ReconnectCard email={mailbox.email} replies={mailbox.replies} />}
      {questions.map((question) => (
        <ApprovalCard key={question.id} question={question} />
      ))}
      {requests.map((grant) => (
        <RequestCard key={grant.id} grant={grant} />
      ))}
      {unclear.map((send) => (
        <UnclearCard key={send.id} send={send} />
      ))}
      {wishes > 0 && <ErasuresCard count={wishes} />}
      {isQuiet && <p class="quiet">{text('popup_quiet')}</p>}
    </section>
  );
}

function ErasuresCard({ count }: { count: number }) {
  const { text } = useClient();
  const act = useAct();
  return (
    <div class="card">
      <p>{counted(text, 'popup_erasures', count)}</p>
      <div class="actions">
        <button
          type="button"
          class="primary"
          disabled={act.busy}
          onClick={() => act.run('pages:open', { page: 'company' })}
        >
          {text('popup_erasures_open')}
        </button>
      </div>
      <ActNotice act={act} />
    </div>
  );
}

function ReconnectCard({ email, replies }: { email: string; replies: boolean }) {
  const { text } = useClient();
  const act = useAct();
  return (
    <div class="card">
      <p>{text('popup_reconnect', email)}</p>
      <div class="actions">
        <button
          type="button"
          class="primary"
          disabled={act.busy}
          onClick={() => act.run('mailboxes:connect', { replies })}
        >
          {text('panel_reconnect')}
        </button>
      </div>
      <ActNotice act={act} />
    </div>
  );
}

/** True for an email of which only its mailbox's owner can see whether it went out. */
export const needsItsOwner = ({ state, waiting }: Send): boolean =>
  state === 'uncertain' && waiting?.reason !== 'lookup';

/** Asks the owner of the mailbox what became of an email. */
export function UnclearCard({ send }: { send: Send }) {
  const { text } = useClient();
  const act = useAct();
  const answer = (outcome: 'sent' | 'notSent') => () => act.run('sends:resolve', { id: send.id, outcome });
  return (
    <div class="card">
      <p>{text('popup_unclear', firstName(send.requestor.name), send.to.email)}</p>
      <p class="quiet">
        <bdi>{plain(send.subject) || text('common_no_subject')}</bdi>
      </p>
      <p>
        <SentFolderLink email={send.acceptor.email} />
      </p>
      <div class="actions">
        <button type="button" disabled={act.busy} onClick={answer('sent')}>
          {text('popup_unclear_sent')}
        </button>
        <button type="button" disabled={act.busy} onClick={answer('notSent')}>
          {text('popup_unclear_not_sent')}
        </button>
      </div>
      <ActNotice act={act} />
    </div>
  );
}
