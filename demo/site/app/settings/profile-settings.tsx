import { useState } from 'preact/hooks';
import type { Settings } from '../../model.ts';
import { SettingsCard } from './settings-card.tsx';
import type { SaveSettings } from './save-settings.ts';
import { TextField } from './text-field.tsx';

export const ProfileSettings = ({ value, onSave }: { value: Settings['profile']; onSave: SaveSettings }) => {
  const [profile, setProfile] = useState(value);
  const change = (part: Partial<Settings['profile']>): void =>
    setProfile((before) => ({ ...before, ...part }));
  return (
    <SettingsCard title="About you" onSave={() => void onSave({ profile })}>
      <TextField label="Name" name="name" value={profile.name} onChange={(name) => change({ name })} />
      <TextField
        label="Job title"
        name="title"
        value={profile.title}
        onChange={(title) => change({ title })}
      />
      <TextField
        label="Time zone"
        name="timezone"
        value={profile.timezone}
        onChange={(timezone) => change({ timezone })}
      />
    </SettingsCard>
  );
};
