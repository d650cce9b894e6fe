import type { Sender } from '../../shared/api/senders.ts';
import { unusableBecause } from './from-picker.tsx';
import { timingWords } from './later/timing-words.ts';
import type { Timing } from './later/timing.ts';
import { firstName, hueOf, inSentence } from './person-name.ts';
import { useClient } from './surface.tsx';
import { useLanguage, useNow } from './time.tsx';

type IdentityStripProps = {
  sender: Sender;
  /** When it goes, where that is not at once. */
  timing?: Timing | undefined;
};

/** The narrow strip on a composer that says whose name the email goes out under, tinted in that person's colour. */
export function IdentityStrip({ sender, timing }: IdentityStripProps) {
  const { text } = useClient();
  const { id, name, email } = sender.person;
  const who = text('strip_sending_as', `${inSentence(name)} <${email}>`);
  const reader = { text, language: useLanguage(), now: useNow(60_000) };
  const when = timing ? timingWords(timing, reader) : '';
  return (
    <div class="strip" style={{ '--hue': hueOf(id) }} role="status">
      <span>{when ? text('strip_later', who, when) : who}</span>
      {!sender.usable ? (
        <span class="strip-problem">{unusableBecause(text, sender)}</span>
      ) : (
        sender.approval === 'every' && <span>{text('strip_approval', firstName(name))}</span>
      )}
    </div>
  );
}
