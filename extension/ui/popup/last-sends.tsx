import type { Send } from '../../../shared/api/sends.ts';
import { OutcomeMarks } from '../activity/outcome-marks.tsx';
import { ReadNotice } from '../notice.tsx';
import type { OwnPage } from '../../../shared/messages/site-messages.ts';
import { firstName, plain } from '../person-name.ts';
import { failureKey } from '../send-failure.ts';
import { useClient } from '../surface.tsx';
import { Time } from '../time.tsx';
import type { Read } from '../use-read.ts';

type LastSendsProps = { sends: Read<Send[]>; meId: string; onAll: (page: OwnPage) => void };

/** The last emails, by me as somebody or by somebody as me, and what became of each. */
export function LastSends({ sends, meId, onAll }: LastSendsProps) {
  const { text } = useClient();
  const shown = (sends.value ?? []).slice(0, 5);
  return (
    <section>
      <h2>{text('popup_sends')}</h2>
      <ReadNotice read={sends} what={text('popup_what_sends')} />
      {sends.value && !shown.length && <p class="quiet">{text('popup_sends_empty')}</p>}
      <ul>
        {shown.map((send) => {
          const isMine = send.requestor.id === meId;
          const name = firstName(isMine ? send.acceptor.name : send.requestor.name);
          // Of an email from my own mailbox I am both.
          const failure = failureKey(send, send.acceptor.id === meId ? 'acceptor' : 'requestor');
          return (
            <li class="send" key={send.id}>
              <span class="who">
                <bdi>{plain(send.subject) || text('common_no_subject')}</bdi>
                <small>
                  {text(
                    isMine ? 'popup_sent_as' : 'popup_sent_by',
                    name,
                    send.to.email || (send.to.name ?? ''),
                  )}{' '}
                  <span class="whole">
                    · <Time at={send.listedAt} />
                  </span>
                </small>
                {failure && <small class="wrong">{text(failure, name)}</small>}
              </span>
              <OutcomeMarks send={send} most={2} />
            </li>
          );
        })}
      </ul>
      {sends.value && (
        <p class="more-links">
          <button type="button" class="link" onClick={() => onAll('activity')}>
            {text('activity_title')}
          </button>
          <button type="button" class="link" onClick={() => onAll('ledger')}>
            {text('ledger_title')}
          </button>
        </p>
      )}
    </section>
  );
}
