import type { Send } from '../../shared/api/sends.ts';
import { plain } from './person-name.ts';
import { useClient } from './surface.tsx';

/** Where Gmail shows what an account has sent, whichever of the browser's accounts is the first. */
const sentFolderOf = (email: string, place: string): string =>
  `https://mail.google.com/mail/u/?authuser=${encodeURIComponent(email)}#${place}`;

/** Finds one email by whom it went to and its subject: its id is sealed, and nobody but the server opens that. */
const searchFor = ({ to, subject }: Pick<Send, 'to' | 'subject'>): string =>
  `search/${encodeURIComponent(`in:sent to:(${to.email}) subject:("${subject.replaceAll('"', ' ')}")`)}`;

type SentFolderLinkProps = { email: string; send?: Pick<Send, 'to' | 'subject'> };

/** Leads the owner of a mailbox to their Sent folder, or to one email in it. */
export function SentFolderLink({ email, send }: SentFolderLinkProps) {
  const { text } = useClient();
  return (
    <a
      href={sentFolderOf(email, send ? searchFor(send) : 'sent')}
      target="_blank"
      rel="noreferrer"
      aria-label={send && text('ledger_find_named', plain(send.subject) || text('common_no_subject'))}
    >
      {text(send ? 'ledger_find' : 'popup_unclear_look')}
    </a>
  );
}
