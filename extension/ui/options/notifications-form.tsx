import type { NotificationKind, NotificationSettings } from '../../../shared/messages/site-messages.ts';
import { ActNotice } from '../notice.tsx';
import { useClient } from '../surface.tsx';
import { useAct } from '../use-act.ts';

type NotificationsFormProps = { settings: NotificationSettings; onChanged: () => void };

/** Each kind of notification with its switch. */
export function NotificationsForm({ settings, onChanged }: NotificationsFormProps) {
  const { text } = useClient();
  const act = useAct();
  return (
    <>
      <ul class="card rows">
        {(Object.keys(settings) as NotificationKind[]).map((kind) => (
          <li key={kind}>
            <label class="bar-row">
              <span class="who">
                {text(`options_notify_${kind}`)}
                <small>{text(`options_notify_${kind}_detail`)}</small>
              </span>
              <input
                type="checkbox"
                role="switch"
                checked={settings[kind]}
                onClick={(event) => {
                  // The switch shows what is so: it moves when the answer is there.
                  event.preventDefault();
                  act.run('settings:notifications', { ...settings, [kind]: !settings[kind] }, onChanged);
                }}
              />
            </label>
          </li>
        ))}
      </ul>
      <ActNotice act={act} />
    </>
  );
}
