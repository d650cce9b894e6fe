import type { Sender } from '../../shared/api/senders.ts';
import type { TrackingMode } from '../../shared/domain/tracking-policy.ts';
import type { Client } from '../ui/client.ts';
import { FromPicker } from '../ui/from-picker.tsx';
import { IdentityStrip } from '../ui/identity-strip.tsx';
import { LaterButton } from '../ui/later/later-button.tsx';
import type { Timing } from '../ui/later/timing.ts';
import { Surface } from '../ui/surface.tsx';
import { TrackSwitch } from '../ui/track-switch.tsx';
import type { SendersView } from './senders-store.ts';

export type FromRowProps = {
  client: Client;
  view: SendersView;
  /** The chosen sender as they are now; null is Myself (this site). */
  sender: Sender | null;
  /** When it goes; only what goes out as somebody else can wait. */
  timing: Timing;
  /** Whether opens and clicks are asked for; null where the company's policy has none. */
  tracks: boolean | null;
  /** How much of that there is for who the email is to; null while that is not known. */
  seen: TrackingMode | null;
  /** A sentence under the row: why nothing was sent, or what to know before. */
  note: { text: string; calm?: boolean } | null;
  onChoose: (sender: Sender | null, event: Event) => void;
  onTiming: (timing: Timing) => void;
  onTrack: (track: boolean) => void;
  /** Takes what is written to many recipients. */
  onMany: () => void;
  onRetry: () => void;
  onSignIn: () => void;
};

/** The one row Behalf adds to a compose form: who it goes out as, the identity strip, and what is in the way. */
export function FromRow({
  client,
  view,
  sender,
  timing,
  tracks,
  seen,
  note,
  onChoose,
  onTiming,
  onTrack,
  onMany,
  onRetry,
  onSignIn,
}: FromRowProps) {
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
          {sender && (
            <>
              <LaterButton timing={timing} onChange={onTiming} />
              <div class="grounded">
                <button
                  type="button"
                  class="link"
                  aria-label={client.text('many_button_named')}
                  onClick={onMany}
                >
                  {client.text('many_button')}
                </button>
              </div>
            </>
          )}
        </div>
        {sender && <IdentityStrip sender={sender} timing={timing} />}
        {sender && tracks !== null && (
          <div class="under">
            <TrackSwitch on={tracks} seen={seen} onChange={onTrack} />
          </div>
        )}
        <div class={note?.calm ? 'note calm' : 'note'} role={note?.calm ? 'status' : 'alert'} hidden={!note}>
          {note?.text}
        </div>
      </div>
    </Surface>
  );
}
