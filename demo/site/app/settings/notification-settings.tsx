import { useState } from 'preact/hooks';
import type { Settings } from '../../model.ts';
import { Checkbox } from './checkbox.tsx';
import { SettingsCard } from './settings-card.tsx';
import type { SaveSettings } from './save-settings.ts';

type Notifications = Settings['notifications'];

const KINDS: { name: keyof Notifications; label: string; detail: string }[] = [
  { name: 'newApplicants', label: 'New applicants', detail: 'When someone applies to one of your jobs' },
  { name: 'stageChanges', label: 'Stage changes', detail: 'When a teammate moves your candidate' },
  { name: 'weeklyDigest', label: 'Weekly digest', detail: 'The pipeline in one email, on Mondays' },
];

export const NotificationSettings = ({ value, onSave }: { value: Notifications; onSave: SaveSettings }) => {
  const [notifications, setNotifications] = useState(value);
  return (
    <SettingsCard title="Email me about" onSave={() => void onSave({ notifications })}>
      {KINDS.map(({ name, ...kind }) => (
        <Checkbox
          key={name}
          name={name}
          {...kind}
          checked={notifications[name]}
          onChange={(checked) => setNotifications((before) => ({ ...before, [name]: checked }))}
        />
      ))}
    </SettingsCard>
  );
};
