import type { Me } from '../../../shared/api/me.ts';
import { Avatar } from '../avatar.tsx';
import { ActNotice } from '../notice.tsx';
import { plain } from '../person-name.ts';
import { useClient } from '../surface.tsx';
import { useAct } from '../use-act.ts';

/** Who is signed in, and the way out. */
export function AccountCard({ me, onSignedOut }: { me: Me; onSignedOut: () => void }) {
  const { text } = useClient();
  const act = useAct();
  const opening = useAct();
  return (
    <div class="card">
      <div class="bar-row">
        <Avatar person={me} />
        <span class="who">
          <bdi>{plain(me.name)}</bdi>
          <small>
            <bdi>{me.email}</bdi> · <bdi>{me.workspace.name}</bdi>
          </small>
        </span>
        <span class="actions">
          <button type="button" onClick={() => opening.run('pages:open', { page: 'delegation' })}>
            {text('popup_delegation')}
          </button>
          <button type="button" onClick={() => opening.run('pages:open', { page: 'activity' })}>
            {text('activity_title')}
          </button>
          <button type="button" onClick={() => opening.run('pages:open', { page: 'ledger' })}>
            {text('ledger_title')}
          </button>
          <button
            type="button"
            disabled={act.busy}
            onClick={() => act.run('session:signOut', undefined, onSignedOut)}
          >
            {text('options_sign_out')}
          </button>
        </span>
      </div>
      <small>{text('options_sign_out_detail')}</small>
      <ActNotice act={act} />
    </div>
  );
}
