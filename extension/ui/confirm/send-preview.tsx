import type { ConfirmQuestion } from '../../../shared/messages/confirm-messages.ts';
import { plain } from '../person-name.ts';
import { useClient } from '../surface.tsx';
import { Time } from '../time.tsx';
import { textOfHtml } from './text-of-html.ts';

type SendPreviewProps = { question: Extract<ConfirmQuestion, { kind: 'send' }> };

/** The email that will go out: from whom, to whom, its subject and its body as text. */
export function SendPreview({ question: { send, senderName, senderEmail } }: SendPreviewProps) {
  const { text } = useClient();
  const { to, subject, sendAt } = send;
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
        {sendAt && (
          <>
            <dt>{text('confirm_when')}</dt>
            <dd>
              <Time at={sendAt} />
            </dd>
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
