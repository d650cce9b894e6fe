import type { Person } from '../../shared/api/person.ts';
import type { Send } from '../../shared/api/sends.ts';
import type { Failure } from '../../shared/messages/outcome.ts';
import { isScheduled } from './later/scheduled.ts';
import { momentWords } from './later/timing-words.ts';
import { ownZone } from './later/zoned-time.ts';
import { firstName, hueOf, plain } from './person-name.ts';
import { sendStory, type SendStory } from './send-story.ts';
import { useClient } from './surface.tsx';
import { useLanguage, useNow } from './time.tsx';

export type SendToastProps = {
  /** What was on the screen when Send was pressed. Text, never markup. */
  draft: { to: { email: string; name?: string | null }; subject: string; sender: Person };
  /** The send as last read; absent until the server has taken it. */
  send?: Send | undefined;
  /** Why it was not taken. The site's composer still holds the text. */
  failure?: Failure | undefined;
  /** How far this browser's clock is ahead of the server's (milliseconds). */
  clockAhead?: number;
  /** Each gets the event: check `isTrusted`. */
  onUndo: (event: Event) => void;
  onRetry: (event: Event) => void;
  onDismiss: (event: Event) => void;
};

/** What becomes of one delegated email: “Going out as Maya · Undo”, then the truth. */
export function SendToast({
  draft,
  send,
  failure,
  onUndo,
  onRetry,
  onDismiss,
  clockAhead = 0,
}: SendToastProps) {
  const { text } = useClient();
  const now = useNow(500) - clockAhead;
  const story: SendStory = sendStory(send, failure, now);
  const name = firstName(draft.sender.name);
  if (send && !failure && isScheduled(send, now)) {
    return <ScheduledToast draft={draft} send={send} now={now} onUndo={onUndo} onDismiss={onDismiss} />;
  }
  const total = send?.undoUntil ? Date.parse(send.undoUntil) - Date.parse(send.createdAt) : 1;
  return (
    <div class={`toast ${story.tone}`} style={{ '--hue': hueOf(draft.sender.id) }}>
      {/* Only the sentence is announced: a countdown read aloud each second would drown everything else. */}
      <p class="toast-title" role="status">
        {text(`toast_${story.key}`, name)}
      </p>
      {story.detail && <p>{failure?.message ?? text(story.detail, name)}</p>}
      <DraftFacts draft={draft} />
      <div class="actions">
        {story.secondsLeft > 0 && (
          <button type="button" class="primary" onClick={onUndo}>
            {text('toast_undo')}
            <span aria-hidden="true" class="count">{` ${story.secondsLeft}`}</span>
          </button>
        )}
        {story.canRetry && (
          <button type="button" class="primary" onClick={onRetry}>
            {text('common_retry')}
          </button>
        )}
        {story.canDismiss && (
          <button type="button" onClick={onDismiss}>
            {text('toast_dismiss')}
          </button>
        )}
      </div>
      {story.secondsLeft > 0 && (
        <span class="toast-bar" style={{ '--left': (story.secondsLeft * 1000) / total }} />
      )}
    </div>
  );
}

type ScheduledToastProps = Pick<SendToastProps, 'draft' | 'onUndo' | 'onDismiss'> & {
  send: Send;
  now: number;
};

/** What goes at a time that was asked for: when, and the way back, which stays open until then. */
function ScheduledToast({ draft, send, now, onUndo, onDismiss }: ScheduledToastProps) {
  const { text } = useClient();
  const name = firstName(draft.sender.name);
  const when = momentWords(send.dueAt, ownZone(), { text, language: useLanguage(), now });
  return (
    <div class="toast calm" style={{ '--hue': hueOf(draft.sender.id) }}>
      <p class="toast-title" role="status">
        {text('toast_scheduled', name)}
      </p>
      <p>{text('toast_scheduled_detail', name, when)}</p>
      <DraftFacts draft={draft} />
      <div class="actions">
        <button type="button" class="primary" onClick={onUndo}>
          {text('toast_undo')}
        </button>
        <button type="button" onClick={onDismiss}>
          {text('toast_dismiss')}
        </button>
      </div>
    </div>
  );
}

function DraftFacts({ draft: { to, subject, sender } }: Pick<SendToastProps, 'draft'>) {
  const { text } = useClient();
  return (
    <dl>
      <dt>{text('common_to')}</dt>
      <dd>
        <bdi>{to.name ? `${plain(to.name)} <${to.email}>` : to.email}</bdi>
      </dd>
      <dt>{text('common_subject')}</dt>
      <dd>
        <bdi>{plain(subject) || text('common_no_subject')}</bdi>
      </dd>
      <dt>{text('common_from')}</dt>
      <dd>
        <bdi>{`${plain(sender.name)} <${sender.email}>`}</bdi>
      </dd>
    </dl>
  );
}
