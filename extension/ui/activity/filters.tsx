import { useId } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { Person } from '../../../shared/api/person.ts';
import { plain } from '../person-name.ts';
import { useClient } from '../surface.tsx';
import { counted } from '../plural.ts';
import { outcomeChoices, type OutcomeChoice } from './outcome-choice.ts';
import { periods, type Period } from './period.ts';

/** What is shown: how far back, as or by whom (empty: everybody), and what came of it (empty: whatever). */
export type Chosen = { period: Period; personId: string; outcome: OutcomeChoice };
export const chosenFirst: Chosen = { period: 30, personId: '', outcome: '' };

type FiltersProps = {
  chosen: Chosen;
  people: readonly Person[];
  meId: string;
  personLabel: string;
  onChange: (chosen: Chosen) => void;
};

/** What a list of emails is narrowed by. */
export function Filters({ chosen, people, meId, personLabel, onChange }: FiltersProps) {
  const { text } = useClient();
  return (
    <div class="filters" role="group" aria-label={text('activity_filters')}>
      <Choice
        label={text('activity_period')}
        value={String(chosen.period)}
        onChange={(value) => onChange({ ...chosen, period: Number(value) as Period })}
      >
        {periods.map((period) => (
          <option key={period} value={period}>
            {counted(text, 'activity_days', period)}
          </option>
        ))}
      </Choice>
      <Choice
        label={personLabel}
        value={chosen.personId}
        onChange={(personId) => onChange({ ...chosen, personId })}
      >
        <option value="">{text('activity_everybody')}</option>
        {people.map(({ id, name }) => (
          <option key={id} value={id}>
            {id === meId ? text('activity_myself') : plain(name)}
          </option>
        ))}
      </Choice>
      <Choice
        label={text('activity_outcome')}
        value={chosen.outcome}
        onChange={(outcome) => onChange({ ...chosen, outcome: outcome as OutcomeChoice })}
      >
        <option value="">{text('activity_outcome_any')}</option>
        {outcomeChoices.map((outcome) => (
          <option key={outcome} value={outcome}>
            {text(`activity_outcome_${outcome}`)}
          </option>
        ))}
      </Choice>
    </div>
  );
}

type ChoiceProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  children: ComponentChildren;
};

function Choice({ label, value, onChange, children }: ChoiceProps) {
  const id = useId();
  return (
    <div class="form-row">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {children}
      </select>
    </div>
  );
}
