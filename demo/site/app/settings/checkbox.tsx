interface CheckboxProps {
  label: string;
  detail?: string;
  name: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export const Checkbox = ({ label, detail, name, checked, onChange }: CheckboxProps) => (
  <label class="hl-checkbox">
    <input
      type="checkbox"
      name={name}
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
    <span>
      {label}
      {detail && <span class="hl-checkbox__detail">{detail}</span>}
    </span>
  </label>
);
