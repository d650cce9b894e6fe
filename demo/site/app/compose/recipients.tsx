import { useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { isAddress, type Recipient } from './draft.ts';

interface RecipientsProps {
  value: Recipient[];
  onChange: (recipients: Recipient[]) => void;
}

const describe = ({ name, email }: Recipient): string => (name ? `${name} <${email}>` : email);

export const Recipients = ({ value, onChange }: RecipientsProps) => {
  const [text, setText] = useState('');
  const [invalid, setInvalid] = useState(false);

  const commit = (): void => {
    const email = text.trim().replace(/[,;]$/, '');
    setInvalid(email !== '' && !isAddress(email));
    if (!isAddress(email)) return;
    if (!value.some((recipient) => recipient.email === email)) onChange([...value, { email }]);
    setText('');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) return;
    if (['Enter', ',', ';'].includes(event.key) && text.trim()) {
      event.preventDefault();
      commit();
    }
    if (event.key === 'Backspace' && text === '') onChange(value.slice(0, -1));
  };

  return (
    <div class="hl-recipients">
      {value.map((recipient) => (
        <span key={recipient.email} class="hl-chip" title={describe(recipient)} data-email={recipient.email}>
          <span class="hl-chip__label">{recipient.name ?? recipient.email}</span>
          <button
            type="button"
            class="hl-chip__remove"
            aria-label={`Remove ${recipient.email}`}
            onClick={() => onChange(value.filter(({ email }) => email !== recipient.email))}
          >
            <Icon name="close" />
          </button>
        </span>
      ))}
      <input
        id="hl-composer-to"
        class="hl-recipients__input"
        type="text"
        inputMode="email"
        autocomplete="off"
        aria-invalid={invalid}
        placeholder={value.length === 0 ? 'name@company.com' : ''}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={commit}
      />
    </div>
  );
};
