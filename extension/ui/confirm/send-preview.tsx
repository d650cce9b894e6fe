import type { ConfirmQuestion } from '../../../shared/messages/confirm-messages.ts';
import { timingWords } from '../later/timing-words.ts';
import { ownZone } from '../later/zoned-time.ts';
import { plain } from '../person-name.ts';
import { useClient } from '../surface.tsx';
import { useLanguage, useNow } from '../time.tsx';
import { textOfHtml } from './text-of-html.ts';

type SendPreviewProps = { question: Extract<ConfirmQuestion, { kind: 'send' }> };

/** The email that will go out: from whom, to whom, its subject and its body as text. */
export function SendPreview({ question: { send, senderName, senderEmail } }: SendPreviewProps) {
  const { text } = useClient();
  const { to, subject, sendAt = null, zone = ownZone(), hours = null } = send;
  const reader = { text, language: useLanguage(), now: useNow(60_000) };
  const when = timingWords({ at: sendAt, zone, hours }, reader);
  return (
    <>
      <dl class="facts">
        <dt>{text('common_from')}</dt>
        <dd>
          <bdi>{`${plain(senderName)} <${senderEmail}>`}</bdi>
        </dd>
        <dt>{text('common_to')}</dt>
        <dd>
          <bdi>{to.name ? `${plain(to.name)} <${to.email}>` : to.email}</bdi>
        </dd>
        <dt>{text('common_subject')}</dt>
        <dd>
          <bdi>{plain(subject) || text('common_no_subject')}</bdi>
        </dd>
        {send.track?.opens && (
          <>
            <dt>{text('confirm_seen')}</dt>
            <dd>{text('confirm_seen_where')}</dd>
          </>
        )}
        {when && (
          <>
            <dt>{text('confirm_when')}</dt>
            <dd>{when}</dd>
          </>
        )}
      </dl>
      {/* Reachable by keyboard, since it scrolls. */}
      <div class="body-preview" tabIndex={0} role="region" aria-label={text('confirm_body')} dir="auto">
        {textOfHtml(send.html).trim() || text('confirm_empty_body')}
      </div>
    </>
  );
}
