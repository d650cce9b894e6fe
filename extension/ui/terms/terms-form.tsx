import { useId, useState } from 'preact/hooks';
import type { Terms } from '../../../shared/domain/terms.ts';
import { maxDailyCap, readDomains } from './default-terms.ts';
import { useClient } from '../surface.tsx';

const presets = [null, 7, 30, 90] as const;
const dayMs = 86_400_000;

export type TermsFormProps = {
  terms: Terms;
  /** `null` while what is typed can't be terms. */
  onChange: (terms: Terms | null) => void;
};

/** Sets the terms of a grant: until when, how many a day, whether the owner reads them first, to which domains. */
export function TermsForm({ terms, onChange }: TermsFormProps) {
  const { text } = useClient();
  const id = useId();
  const [draft, setDraft] = useState(() => ({
    days: terms.expiresAt === null ? 'null' : 'date',
    date: isoDay(terms.expiresAt),
    cap: String(terms.dailyCap),
    approval: terms.approval,
    allowed: terms.allowedDomains.join(', '),
    blocked: terms.blockedDomains.join(', '),
  }));
  const wrong = wrongIn(draft);
  const set = (change: Partial<typeof draft>) => {
    const next = { ...draft, ...change };
    setDraft(next);
    onChange(Object.values(wrongIn(next)).some(Boolean) ? null : termsFrom(next));
  };
  const field = (
    key: 'cap' | 'allowed' | 'blocked' | 'date',
    type: 'date' | 'number' | 'text',
    extra: object = {},
  ) => (
    <div class="form-row">
      <label for={`${id}-${key}`}>{text(`terms_${key}`)}</label>
      <input
        id={`${id}-${key}`}
        type={type as 'text'}
        value={draft[key]}
        placeholder={text(`terms_${key}_hint`)}
        aria-invalid={!!wrong[key]}
        aria-describedby={wrong[key] && `${id}-${key}-wrong`}
        onInput={(event) => set({ [key]: event.currentTarget.value })}
        {...extra}
      />
      {wrong[key] && (
        <small class="wrong" id={`${id}-${key}-wrong`}>
          {text(`terms_${key}_wrong`, wrong[key])}
        </small>
      )}
    </div>
  );
  const radios = (key: 'days' | 'approval', values: readonly string[], name: (value: string) => string) => (
    <fieldset>
      <legend>{text(`terms_${key}`)}</legend>
      <div class="chips">
        {values.map((value) => (
          <label class="chip" key={value}>
            <input
              type="radio"
              name={`${id}-${key}`}
              checked={draft[key] === value}
              onChange={() => set({ [key]: value })}
            />
            <span>{name(value)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );

  return (
    <div class="terms-form">
      {radios('days', [...presets.map(String), 'date'], (value) => text(`terms_days_${value}`))}
      {draft.days === 'date' && field('date', 'date', { min: isoDay(new Date().toISOString()) })}
      {field('cap', 'number', { min: 1, max: maxDailyCap, inputMode: 'numeric' })}
      {radios('approval', ['none', 'first', 'every'], (value) => text(`terms_approval_${value}`))}
      <small role="status">{text(`terms_approval_${draft.approval}_detail`)}</small>
      {field('allowed', 'text')}
      {field('blocked', 'text')}
    </div>
  );
}

type Draft = {
  days: string;
  date: string;
  cap: string;
  approval: Terms['approval'];
  allowed: string;
  blocked: string;
};

const endOf = ({ days, date }: Draft): number =>
  days === 'date' ? new Date(`${date}T23:59:59`).getTime() : Date.now() + Number(days) * dayMs;

/** What keeps the draft from being terms, per field; the text names the offending part. */
function wrongIn(draft: Draft): Partial<Record<string, string>> {
  const cap = Number(draft.cap);
  return {
    cap: Number.isInteger(cap) && cap >= 1 && cap <= maxDailyCap ? '' : String(maxDailyCap),
    date: draft.days !== 'date' || endOf(draft) > Date.now() ? '' : ' ',
    allowed: readDomains(draft.allowed).wrong.join(', '),
    blocked: readDomains(draft.blocked).wrong.join(', '),
  };
}

const termsFrom = (draft: Draft): Terms => ({
  expiresAt: draft.days === 'null' ? null : new Date(endOf(draft)).toISOString(),
  dailyCap: Number(draft.cap),
  approval: draft.approval,
  allowedDomains: readDomains(draft.allowed).domains,
  blockedDomains: readDomains(draft.blocked).domains,
});

/** The person's own calendar day of an instant, as a date field wants it (Swedish writes dates that way). */
const isoDay = (instant: string | null): string =>
  instant === null ? '' : new Date(instant).toLocaleDateString('sv');
