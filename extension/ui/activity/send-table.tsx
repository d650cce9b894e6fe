import type { Send } from '../../../shared/api/sends.ts';
import { plain } from '../person-name.ts';
import { failureKey } from '../send-failure.ts';
import { firstName } from '../person-name.ts';
import { SentFolderLink } from '../sent-folder-link.tsx';
import { useClient } from '../surface.tsx';
import { Time } from '../time.tsx';
import { WaitLine } from '../waiting/wait-line.tsx';
import { OutcomeDetail, OutcomeMarks } from './outcome-marks.tsx';

type SendTableProps = {
  sends: readonly Send[];
  meId: string;
  /** Whose name stands beside each: as whom I sent it, or who sent it as me. */
  side: 'requestor' | 'acceptor';
};

/** Emails and what became of each. */
export function SendTable({ sends, meId, side }: SendTableProps) {
  const { text } = useClient();
  const whom = side === 'requestor' ? 'activity_sent_as' : 'ledger_by';
  return (
    <table class="sends" aria-label={text('activity_table')}>
      <thead>
        <tr>
          <th scope="col">{text('activity_email')}</th>
          <th scope="col">{text('activity_outcome')}</th>
          <th scope="col">{text(whom)}</th>
          <th scope="col">{text('activity_when')}</th>
          {side === 'acceptor' && (
            <th scope="col">
              <span class="only-read">{text('ledger_column_find')}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {sends.map((send) => {
          const other = side === 'requestor' ? send.acceptor : send.requestor;
          // Of an email from my own mailbox I am both.
          const failure = failureKey(send, send.acceptor.id === meId ? 'acceptor' : 'requestor');
          return (
            <tr key={send.id}>
              <td>
                <span class="subject">
                  <bdi>{plain(send.subject) || text('common_no_subject')}</bdi>
                </span>
                <small>
                  {text('activity_to')} <bdi>{plain(send.to.name ?? '') || send.to.email}</bdi>{' '}
                  {send.to.name && <bdi>{send.to.email}</bdi>}
                </small>
              </td>
              <td>
                <OutcomeMarks send={send} />
                <OutcomeDetail send={send} />
                {!failure && <WaitLine send={send} meId={meId} />}
                {failure && <small class="wrong">{text(failure, firstName(other.name))}</small>}
              </td>
              <td data-label={text(whom)}>
                <bdi>{other.id === meId ? text('activity_myself') : plain(other.name)}</bdi>
              </td>
              <td data-label={text('activity_when')}>
                <Time at={send.listedAt} />
              </td>
              {side === 'acceptor' && (
                <td>{send.state === 'sent' && <SentFolderLink email={send.acceptor.email} send={send} />}</td>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
