import type { Person } from '../../shared/api/person.ts';
import type { Send } from '../../shared/api/sends.ts';
import type { Failure } from '../../shared/messages/outcome.ts';
import type { Draft } from '../sites/site-adapter.ts';
import { SendToast } from '../ui/send-toast.tsx';
import { useClient } from '../ui/surface.tsx';

/** One email under way, and what became of its text if it did not go out. */
export type ToastState = {
  draft: Draft;
  sender: Person;
  /** How far this browser's clock is ahead of the server's (milliseconds). */
  clockAhead: number;
  send?: Send;
  failure?: Failure;
  kept?: 'copied' | 'reopened';
  /** Why Undo came too late. */
  late?: string | undefined;
};

type ToastSlotProps = {
  toast: ToastState;
  onUndo: (event: Event) => void;
  onReopen: (event: Event) => void;
  onCopy: () => void;
  onDismiss: () => void;
};

const lostStates: readonly Send['state'][] = ['failed', 'blocked', 'rejected', 'cancelled'];

/** A toast, and under it the way back to a text that did not go out and is in no form any more. */
export function ToastSlot({ toast, onUndo, onReopen, onCopy, onDismiss }: ToastSlotProps) {
  const { text } = useClient();
  const { draft, sender, clockAhead, send, failure, kept, late } = toast;
  const isLost = kept !== 'reopened' && (failure || (send && lostStates.includes(send.state)));
  return (
    <div>
      <SendToast
        draft={{ ...draft, sender }}
        send={send}
        failure={failure}
        clockAhead={clockAhead}
        onUndo={onUndo}
        onRetry={onReopen}
        onDismiss={onDismiss}
      />
      {late && (
        <p class="kept" role="status">
          {late}
        </p>
      )}
      {isLost && (
        <div class="kept">
          <span role="status">{text(kept === 'copied' ? 'content_copied' : 'content_text_kept')}</span>
          <button type="button" onClick={onCopy}>
            {text('content_copy')}
          </button>
          <button type="button" onClick={onReopen}>
            {text('content_reopen')}
          </button>
        </div>
      )}
    </div>
  );
}
