interface TextFieldProps {
  label: string;
  name: string;
  value: string;
  hint?: string;
  inputMode?: 'text' | 'email';
  rows?: number;
  placeholder?: string;
  onChange: (value: string) => void;
}

export const TextField = ({
  label,
  name,
  hint,
  rows,
  inputMode = 'text',
  onChange,
  ...rest
}: TextFieldProps) => {
  const id = `hl-${name}`;
  const hintId = hint ? `${id}-hint` : undefined;
  return (
    <div class="hl-field">
      <label class="hl-field__label" for={id}>
        {label}
      </label>
      {rows ? (
        <textarea
          id={id}
          name={name}
          class="hl-textarea"
          rows={rows}
          aria-describedby={hintId}
          onInput={(event) => onChange(event.currentTarget.value)}
          {...rest}
        />
      ) : (
        <input
          id={id}
          name={name}
          class="hl-input"
          type="text"
          inputMode={inputMode}
          aria-describedby={hintId}
          onInput={(event) => onChange(event.currentTarget.value)}
          {...rest}
        />
      )}
      {hint && (
        <p id={hintId} class="hl-field__hint">
          {hint}
        </p>
      )}
    </div>
  );
};
