import { useClient } from './surface.tsx';

/** Where Gmail shows what an account has sent, whichever of the browser's accounts is the first. */
const sentFolderOf = (email: string): string =>
  `https://mail.google.com/mail/u/?authuser=${encodeURIComponent(email)}#sent`;

/** Leads the owner of a mailbox to their Sent folder. */
export function SentFolderLink({ email }: { email: string }) {
  const { text } = useClient();
  return (
    <a href={sentFolderOf(email)} target="_blank" rel="noreferrer">
      {text('popup_unclear_look')}
    </a>
  );
}
