import type { Sender } from '../../shared/api/senders.ts';
import type { Client } from '../ui/client.ts';
import { FromPicker } from '../ui/from-picker.tsx';
import { IdentityStrip } from '../ui/identity-strip.tsx';
import { Surface } from '../ui/surface.tsx';
import type { SendersView } from './senders-store.ts';

export type FromRowProps = {
  client: Client;
  view: SendersView;
  /** The chosen sender as they are now; null is Myself (this site). */
  sender: Sender | null;
  /** A sentence under the row: why nothing was sent, or what to know before. */
  note: { text: string; calm?: boolean } | null;
  onChoose: (sender: Sender | null, event: Event) => void;
  onRetry: () => void;
  onSignIn: () => void;
};

/** The one row Behalf adds to a compose form: who it goes out as, the identity strip, and what is in the way. */
export function FromRow({ client, view, sender, note, onChoose, onRetry, onSignIn }: FromRowProps) {
  const signedOut = view.state === 'signedOut';
  const failure = signedOut
    ? { code: 'signed_out' as const, message: client.text('content_signed_out') }
    : view.state === 'failed'
      ? view.error
      : null;
  return (
    <Surface client={client}>
      <div class="row">
        <div class="pick">
          <FromPicker
            senders={view.state === 'ready' ? view.senders : null}
            failure={failure}
            grantId={sender?.grantId ?? null}
            onChoose={onChoose}
            onRetry={signedOut ? onSignIn : onRetry}
          />
          {signedOut && (
            <button type="button" class="link" onClick={onSignIn}>
              {client.text('content_sign_in')}
            </button>
          )}
        </div>
        {sender && <IdentityStrip sender={sender} />}
        <div class={note?.calm ? 'note calm' : 'note'} role={note?.calm ? 'status' : 'alert'} hidden={!note}>
          {note?.text}
        </div>
      </div>
    </Surface>
  );
}
