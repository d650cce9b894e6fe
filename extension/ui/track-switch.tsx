import { useClient } from './surface.tsx';

/** A quiet switch in the row of a compose form: whether opens and clicks of this email are asked for. */
export function TrackSwitch({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  const { text } = useClient();
  return (
    <div class="grounded">
      <button
        type="button"
        class="link track"
        role="switch"
        aria-checked={on}
        title={text('track_detail')}
        onClick={() => onChange(!on)}
      >
        {text('track_switch')}
      </button>
    </div>
  );
}
