import { Fragment } from 'preact';
import type { Send } from '../../../shared/api/sends.ts';
import { momentWords } from '../later/timing-words.ts';
import { ownZone } from '../later/zoned-time.ts';
import { plain } from '../person-name.ts';
import { useClient } from '../surface.tsx';
import { useLanguage, useNow } from '../time.tsx';

/** What goes at once is planned for the end of its undo window; only more than that was asked for (ms). */
const atOnceMs = 120_000;

/** From whom, written by whom, to whom, about what, and when it goes or went, each in full. */
export function SendFacts({ send }: { send: Send }) {
  const { text } = useClient();
  const now = useNow(30_000);
  const language = useLanguage();
  const { state, acceptor, requestor, to, subject, createdAt, plannedAt, sentAt } = send;
  const planned = Date.parse(plannedAt);
  const isLater = planned > now && planned - Date.parse(createdAt) > atOnceMs;
  const moment = (at: string) => momentWords(at, ownZone(), { text, language, now });
  const when = () => {
    if (sentAt !== null) return moment(sentAt);
    // Of one that was stopped, nothing that was planned is true any more.
    if (state !== 'held' && state !== 'queued') return null;
    if (isLater) return moment(plannedAt);
    return state === 'held' ? text('approve_at_once') : null;
  };
  const said = when();
  const facts: [string, string][] = [
    [text('common_from'), `${plain(acceptor.name)} <${acceptor.email}>`],
    [text('approve_written_by'), `${plain(requestor.name)} <${requestor.email}>`],
    [text('common_to'), to.name ? `${plain(to.name)} <${to.email}>` : to.email],
    [text('common_subject'), plain(subject) || text('common_no_subject')],
    ...(said === null ? [] : [[text('confirm_when'), said] satisfies [string, string]]),
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
