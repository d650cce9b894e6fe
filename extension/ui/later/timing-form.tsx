import { useId, useMemo, useState } from 'preact/hooks';
import { useClient } from '../surface.tsx';
import { useLanguage, useNow } from '../time.tsx';
import { HoursField } from './hours-field.tsx';
import { clockTime } from './timing-words.ts';
import { inZone, presetTimes, toInstant, type Timing } from './timing.ts';
import { cityOf, localTimeAt, ownZone } from './zoned-time.ts';

export type TimingFormProps = {
  timing: Timing;
  onChange: (timing: Timing) => void;
  /** One of the times to choose from was chosen: nothing more needs to be said. */
  onPicked?: () => void;
};

/** When an email goes: now, a usual time or any other; on whose clocks; and whether only in working hours. */
export function TimingForm({ timing, onChange, onPicked }: TimingFormProps) {
  const { text } = useClient();
  const id = useId();
  const language = useLanguage();
  const now = useNow(60_000);
  // What is typed is not always a time yet; it must not be written over in between.
  const [typed, setTyped] = useState<string | null>(null);
  const { at, zone, hours } = timing;
  const local = at === null ? '' : localTimeAt(Date.parse(at), zone);
  const isPast = at !== null && Date.parse(at) <= now;

  const set = (change: Partial<Timing>) => {
    setTyped(null);
    onChange({ ...timing, ...change });
  };
  const choice = (label: string, chosen: string | null) => (
    <button
      type="button"
      class="chip-button"
      aria-pressed={at === null ? chosen === null : chosen !== null && toInstant(chosen, zone) === at}
      onClick={() => {
        set({ at: chosen === null ? null : toInstant(chosen, zone) });
        onPicked?.();
      }}
    >
      {label}
    </button>
  );

  return (
    <div class="timing">
      <div class="actions">
        {choice(text('later_now'), null)}
        {presetTimes(now, zone).map(({ key, local }) =>
          choice(text(`later_${key}`, clockTime(local.slice(11), language)), local),
        )}
      </div>
      <div class="timing-pair">
        <div class="timing-field">
          <label for={`${id}-at`}>{text('later_at')}</label>
          <input
            id={`${id}-at`}
            type="datetime-local"
            value={typed ?? local}
            min={localTimeAt(now, zone)}
            aria-invalid={isPast}
            aria-describedby={isPast ? `${id}-past` : undefined}
            onInput={({ currentTarget: { value } }) => {
              setTyped(value);
              if (value >= '2000') onChange({ ...timing, at: toInstant(value, zone) });
            }}
            onBlur={() => setTyped(null)}
          />
          {isPast && (
            <small class="wrong" id={`${id}-past`}>
              {text('later_past')}
            </small>
          )}
        </div>
        <div class="timing-field">
          <label for={`${id}-zone`}>{text('later_zone')}</label>
          <ZoneSelect id={`${id}-zone`} zone={zone} onChange={(other) => onChange(inZone(timing, other))} />
        </div>
      </div>
      <HoursField hours={hours} onChange={(next) => onChange({ ...timing, hours: next })} />
    </div>
  );
}

type ZoneSelectProps = { id: string; zone: string; onChange: (zone: string) => void };

/** Every place with clocks of its own, the person's first, then by name. */
function ZoneSelect({ id, zone, onChange }: ZoneSelectProps) {
  const { text } = useClient();
  const own = ownZone();
  const others = useMemo(
    () =>
      [...new Set([...Intl.supportedValuesOf('timeZone'), zone, 'UTC'])]
        .filter((each) => each !== own)
        .map((each) => ({ zone: each, label: [cityOf(each), ...each.split('/').slice(0, -1)].join(', ') }))
        .sort((a, b) => a.label.localeCompare(b.label)),
    [own, zone],
  );
  return (
    <select id={id} value={zone} onChange={({ currentTarget: { value } }) => onChange(value)}>
      <option value={own}>{text('later_own_zone', cityOf(own))}</option>
      {others.map((each) => (
        <option key={each.zone} value={each.zone}>
          {each.label}
        </option>
      ))}
    </select>
  );
}
