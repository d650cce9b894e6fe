import { useState } from 'preact/hooks';
import type { Settings } from '../../model.ts';
import { useSession } from '../session-context.ts';
import { Checkbox } from './checkbox.tsx';
import { SettingsCard } from './settings-card.tsx';
import type { SaveSettings } from './save-settings.ts';
import { TextField } from './text-field.tsx';

export const EmailSettings = ({ value, onSave }: { value: Settings['email']; onSave: SaveSettings }) => {
  const [email, setEmail] = useState(value);
  const { recruiter } = useSession();
  const change = (part: Partial<Settings['email']>): void => setEmail((before) => ({ ...before, ...part }));
  const save = (): void => void onSave({ email });
  return (
    <>
      <SettingsCard
        title="Signature"
        detail="Added below every email you write in Hireline."
        class="hl-settings-card--signature"
        onSave={save}
      >
        <TextField
          label="Signature"
          name="signature"
          rows={3}
          placeholder={`${recruiter.name}\nTalent Partner, Acme`}
          value={email.signature}
          onChange={(signature) => change({ signature })}
        />
      </SettingsCard>
      <SettingsCard title="Reply-to" class="hl-settings-card--reply-to" onSave={save}>
        <TextField
          label="Reply-to address"
          name="reply-to"
          inputMode="email"
          hint="Where candidates’ answers go."
          value={email.replyTo}
          onChange={(replyTo) => change({ replyTo })}
        />
      </SettingsCard>
      <SettingsCard
        title="Email sync"
        detail={`Connected as ${recruiter.email}.`}
        class="hl-settings-card--sync"
        onSave={save}
      >
        <Checkbox
          name="sync"
          label="Show emails with candidates on their profile"
          checked={email.sync}
          onChange={(sync) => change({ sync })}
        />
        <Checkbox
          name="sync-calendar"
          label="Add interviews to my calendar"
          checked={email.syncCalendar}
          onChange={(syncCalendar) => change({ syncCalendar })}
        />
      </SettingsCard>
    </>
  );
};
