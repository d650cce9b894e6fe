import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Person } from '../../shared/api/person.ts';
import { Avatar } from './avatar.tsx';
import { counted } from './plural.ts';
import { matches } from './filter.ts';
import { placeBelow } from './place-below.ts';
import { useClient } from './surface.tsx';

/** One choice. `disabled` is the reason why it can't be chosen now: it stays reachable, so that the reason is heard. */
export type Choice = {
  id: string;
  label: string;
  detail?: string;
  meta?: string;
  person?: Person;
  disabled?: string | undefined;
};

/** As many as anybody scrolls through; the rest is found by typing. */
const shownAtMost = 50;

type ComboboxProps = {
  label: string;
  placeholder?: string;
  choices: readonly Choice[];
  value: string | null;
  onChoose: (id: string, event: Event) => void;
  /** Stands under the list: loading, an error with its way out, or nothing found. */
  status?: ComponentChildren;
};

/** An editable combobox with a filtered listbox (WAI-ARIA APG, “list autocomplete with manual selection”). */
export function Combobox({ label, placeholder, choices, value, onChoose, status }: ComboboxProps) {
  const { text } = useClient();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState<string | null>(null);
  const [active, setActive] = useState(-1);
  const [open, setOpen] = useState(false);

  const chosen = choices.find((choice) => choice.id === value);
  const found = choices.filter(({ label, detail }) => matches(query ?? '', label, detail));
  const shown = found.slice(0, shownAtMost);
  const current = open ? shown[active] : undefined;

  useLayoutEffect(() => (open ? placeBelow(input.current!, popup.current!) : undefined), [open]);
  useLayoutEffect(() => {
    popup.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' });
  }, [active, open]);

  const close = () => {
    setOpen(false);
    setQuery(null);
  };
  const show = () => {
    if (open) return;
    setOpen(true);
    setActive(chosen ? choices.indexOf(chosen) : -1);
    input.current!.select();
  };
  const choose = (choice: Choice | undefined, event: Event) => {
    if (!choice || choice.disabled) return;
    close();
    onChoose(choice.id, event);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = shown.length - 1;
    const moves: Record<string, number> = {
      ArrowDown: active < last ? active + 1 : 0,
      ArrowUp: active > 0 ? active - 1 : last,
      ...(open && { Home: 0, End: last }),
    };
    const move = moves[event.key];
    if (move !== undefined) {
      if (open) setActive(move);
      else show();
    } else if (open && event.key === 'Enter') choose(current, event);
    else if (open && event.key === 'Escape') close();
    else return;
    event.preventDefault();
  };

  return (
    <div class="combobox">
      <label for={id}>{label}</label>
      <div class="field" onClick={show}>
        {chosen?.person && query === null && <Avatar person={chosen.person} />}
        <input
          id={id}
          ref={input}
          role="combobox"
          autocomplete="off"
          spellcheck={false}
          aria-autocomplete="list"
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-activedescendant={current && `${id}-${active}`}
          placeholder={placeholder}
          value={query ?? chosen?.label ?? ''}
          onInput={(event) => {
            show();
            setQuery(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          onBlur={close}
        />
        {chosen?.meta && query === null && <span class="meta">{chosen.meta}</span>}
        <svg class="chevron" viewBox="0 0 16 16" aria-hidden="true">
          <path d="m4 6 4 4 4-4" />
        </svg>
      </div>
      {open && (
        // A press on the list must not take the focus from the field, or the blur would close it before the click.
        <div class="popup" popover="manual" ref={popup} onMouseDown={(event) => event.preventDefault()}>
          <div role="listbox" id={`${id}-list`} aria-label={label}>
            {shown.map((choice, index) => (
              <div
                key={choice.id}
                id={`${id}-${index}`}
                role="option"
                class="option"
                aria-selected={choice.id === value}
                aria-disabled={!!choice.disabled}
                data-active={index === active || undefined}
                onMouseMove={() => setActive(index)}
                onClick={(event) => choose(choice, event)}
              >
                {choice.person && <Avatar person={choice.person} />}
                <span class="who">
                  <bdi>{choice.label}</bdi>
                  <small>{choice.disabled ?? choice.detail}</small>
                </span>
                {choice.meta && <span class="meta">{choice.meta}</span>}
              </div>
            ))}
          </div>
          <div class="popup-status" role="status">
            {found.length > shownAtMost && counted(text, 'common_more', found.length - shownAtMost)}
            {status ?? (!found.length && text('common_none_found', query ?? ''))}
          </div>
        </div>
      )}
    </div>
  );
}
