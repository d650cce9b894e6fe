import type { Grant } from '../../../shared/api/grants.ts';
import { Avatar } from '../avatar.tsx';
import { ActNotice } from '../notice.tsx';
import { firstName } from '../person-name.ts';
import { useClient } from '../surface.tsx';
import { TermsView } from '../terms/terms-view.tsx';
import { Time } from '../time.tsx';
import { useAct } from '../use-act.ts';

/** A request to send as me, with all that accepting it would mean. */
export function RequestCard({ grant }: { grant: Grant }) {
  const { text } = useClient();
  const act = useAct();
  const { requestor } = grant;
  return (
    <div class="card">
      <div class="bar-row">
        <Avatar person={requestor} />
        <span class="who">
          <strong>{text('popup_asks', firstName(requestor.name))}</strong>
          <small>
            <bdi>{requestor.email}</bdi> · <Time at={grant.createdAt} />
          </small>
        </span>
      </div>
      {grant.note && <blockquote dir="auto">{grant.note}</blockquote>}
      <TermsView terms={grant.terms} reader={{ side: 'acceptor', otherName: requestor.name }} />
      <div class="actions">
        <button
          type="button"
          class="primary"
          disabled={act.busy}
          onClick={() => act.run('grants:accept', { id: grant.id, termsDigest: grant.termsDigest })}
        >
          {text('panel_accept_now')}
        </button>
        <button type="button" disabled={act.busy} onClick={() => act.run('grants:decline', { id: grant.id })}>
          {text('panel_decline')}
        </button>
      </div>
      <ActNotice act={act} />
    </div>
  );
}
