import { Fragment } from 'preact';
import type { Send } from '../../../shared/api/sends.ts';
import { momentWords } from '../later/timing-words.ts';
import { ownZone } from '../later/zoned-time.ts';
import { plain } from '../person-name.ts';
import { useClient } from '../surface.tsx';
import { useLanguage, useNow } from '../time.tsx';

/** What goes at once is planned for the end of its undo window; only more than that was asked for (ms). */
const atOnceMs = 120_000;

/** From whom, written by whom, to whom, about what and when, each in full. */
export function SendFacts({ send }: { send: Send }) {
  const { text } = useClient();
  const now = useNow(30_000);
  const language = useLanguage();
  const { acceptor, requestor, to, subject, createdAt, plannedAt } = send;
  const planned = Date.parse(plannedAt);
  const isLater = planned > now && planned - Date.parse(createdAt) > atOnceMs;
  const facts: [string, string][] = [
    [text('common_from'), `${plain(acceptor.name)} <${acceptor.email}>`],
    [text('approve_written_by'), `${plain(requestor.name)} <${requestor.email}>`],
    [text('common_to'), to.name ? `${plain(to.name)} <${to.email}>` : to.email],
    [text('common_subject'), plain(subject) || text('common_no_subject')],
    [
      text('confirm_when'),
      isLater ? momentWords(plannedAt, ownZone(), { text, language, now }) : text('approve_at_once'),
    ],
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
