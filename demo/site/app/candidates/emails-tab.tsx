import { useEffect } from 'preact/hooks';
import type { Candidate, SentMail } from '../../model.ts';
import { Avatar } from '../avatar.tsx';
import { useComposer } from '../compose/composer-context.tsx';
import { Time } from '../time.tsx';
import { useResource } from '../use-resource.ts';

const EmailCard = ({ mail }: { mail: SentMail }) => (
  <li class="hl-card hl-email">
    <div class="hl-email__head">
      <Avatar name={mail.from.name} size="s" />
      <div class="hl-email__who">
        <strong>{mail.from.name}</strong>{' '}
        <span class="hl-muted">to {mail.to.map((to) => to.name ?? to.email).join(', ')}</span>
      </div>
      <span class="hl-muted">
        <Time at={mail.sentAt} />
      </span>
    </div>
    <h2 class="hl-email__subject">{mail.subject}</h2>
    {/* The server keeps only the tags the editor can make. */}
    <div class="hl-email__body" dangerouslySetInnerHTML={{ __html: mail.html }} />
  </li>
);

export const EmailsTab = ({ candidate }: { candidate: Candidate }) => {
  const { sentCount, openComposer } = useComposer();
  const { data, error, reload } = useResource<SentMail[]>(`/emails?candidate=${candidate.id}`);
  useEffect(() => {
    if (sentCount > 0) reload();
  }, [sentCount, reload]);
  if (error) return <p class="hl-alert">{error}</p>;
  if (!data) return <p class="hl-muted">Loading emails…</p>;
  if (data.length === 0)
    return (
      <div class="hl-empty hl-card">
        <h2 class="hl-empty__title">No emails yet</h2>
        <p>What you send to {candidate.name} from Hireline appears here.</p>
        <button type="button" class="hl-button" onClick={() => openComposer(candidate)}>
          Write the first email
        </button>
      </div>
    );
  return (
    <ul class="hl-emails" aria-label="Sent emails">
      {data.map((mail) => (
        <EmailCard key={mail.id} mail={mail} />
      ))}
    </ul>
  );
};
