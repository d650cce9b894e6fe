import { useId } from 'preact/hooks';
import type { TrackingMode } from '../../shared/domain/tracking-policy.ts';
import { useClient } from './surface.tsx';

type TrackSwitchProps = {
  on: boolean;
  /** How much of it there is for who the email is to, where that is one person and known. */
  seen: TrackingMode | null;
  onChange: (on: boolean) => void;
};

/** A quiet switch in the row of a compose form: whether opens and clicks of this email are asked for, and what comes of it. */
export function TrackSwitch({ on, seen, onChange }: TrackSwitchProps) {
  const { text } = useClient();
  const id = useId();
  return (
    <div class="grounded">
      <button
        type="button"
        class="link track"
        role="switch"
        aria-checked={on}
        aria-describedby={id}
        onClick={() => onChange(!on)}
      >
        {text('track_switch')}
      </button>{' '}
      <small id={id} role="status">
        {on && text(seen ? `track_seen_${seen}` : 'track_detail')}
      </small>
    </div>
  );
}
