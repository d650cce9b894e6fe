import { useId } from 'preact/hooks';

type TextFieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onFocus?: (field: HTMLInputElement) => void;
  type?: 'text' | 'email';
};

/** One line of text with its label above it. */
export function TextField({ label, value, onChange, onFocus, type = 'text' }: TextFieldProps) {
  const id = useId();
  return (
    <div class="form-row">
      <label for={id}>{label}</label>
      <input
        id={id}
        type={type as 'text'}
        value={value}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
        onFocus={({ currentTarget }) => onFocus?.(currentTarget)}
      />
    </div>
  );
}
