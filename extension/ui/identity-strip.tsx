import type { Sender } from '../../shared/api/senders.ts';
import { unusableBecause } from './from-picker.tsx';
import { hueOf, inSentence } from './person-name.ts';
import { useClient } from './surface.tsx';

/** The narrow strip on a composer that says whose name the email goes out under, tinted in that person's colour. */
export function IdentityStrip({ sender }: { sender: Sender }) {
  const { text } = useClient();
  const { id, name, email } = sender.person;
  return (
    <div class="strip" style={{ '--hue': hueOf(id) }} role="status">
      <span>{text('strip_sending_as', `${inSentence(name)} <${email}>`)}</span>
      {!sender.usable && <span class="strip-problem">{unusableBecause(text, sender)}</span>}
    </div>
  );
}
