import type { Send } from '../../../shared/api/sends.ts';
import { firstName } from '../person-name.ts';
import { useClient } from '../surface.tsx';
import { useLanguage, useNow } from '../time.tsx';
import { waitWords } from './wait-words.ts';
import { waitingNow } from './waiting-now.ts';

/** Why an email has not gone out yet, as I read it; nothing once it is under way. */
export function WaitLine({ send, meId }: { send: Send; meId: string }) {
  const { text } = useClient();
  const now = useNow(2_000);
  const language = useLanguage();
  const waiting = waitingNow(send, now);
  if (!waiting) return null;
  const owner = send.acceptor.id === meId ? text('common_you') : firstName(send.acceptor.name);
  return <small>{waitWords(waiting, owner, { text, language, now })}</small>;
}
