import { useId, useState } from 'preact/hooks';
import type { WorkingHours } from '../../../shared/domain/working-hours.ts';
import { useClient } from '../surface.tsx';
import { usualHours } from './timing.ts';

type HoursFieldProps = { hours: WorkingHours | null; onChange: (hours: WorkingHours | null) => void };

/** Whether email waits for working hours, and which. Hours that end before they begin are said, and not handed on. */
export function HoursField({ hours, onChange }: HoursFieldProps) {
  const { text } = useClient();
  const id = useId();
  const [typed, setTyped] = useState(hours ?? usualHours);
  const isWrong = hours !== null && !(typed.from < typed.to);
  const set = (change: Partial<WorkingHours>) => {
    const next = { ...typed, ...change };
    setTyped(next);
    if (next.from && next.from < next.to) onChange(next);
  };
  return (
    <fieldset class="hours">
      <label class="check">
        <input
          type="checkbox"
          checked={hours !== null}
          onChange={({ currentTarget: { checked } }) => {
            setTyped(usualHours);
            onChange(checked ? usualHours : null);
          }}
        />
        {text('later_hours')}
      </label>
      {hours && (
        <div class="timing-pair">
          {(['from', 'to'] as const).map((end) => (
            <div class="timing-field" key={end}>
              <label for={`${id}-${end}`}>{text(`later_${end}`)}</label>
              <input
                id={`${id}-${end}`}
                type="time"
                value={typed[end]}
                aria-invalid={isWrong}
                aria-describedby={isWrong ? `${id}-wrong` : undefined}
                onInput={({ currentTarget: { value } }) => set({ [end]: value })}
              />
            </div>
          ))}
        </div>
      )}
      {isWrong && (
        <small class="wrong" id={`${id}-wrong`}>
          {text('later_hours_wrong')}
        </small>
      )}
    </fieldset>
  );
}
