import type { Grant } from '../../../shared/api/grants.ts';
import { ConfirmInline } from '../confirm-inline.tsx';
import type { GrantRowProps, Unfolded } from './grant-props.ts';
import { ActNotice } from '../notice.tsx';
import { firstName } from '../person-name.ts';
import { counted } from '../plural.ts';
import { otherOf, sideOf } from './row-action.ts';
import { useClient } from '../surface.tsx';
import { TermsView } from '../terms/terms-view.tsx';
import { useAct, type Act } from '../use-act.ts';

type GrantDetailProps = Pick<GrantRowProps, 'surface' | 'me' | 'onDone'> & {
  grant: Grant;
  unfolded: NonNullable<Unfolded>;
  onUnfold: (next: Unfolded) => void;
  connecting: Act;
};

/** Under a row: the terms as a sentence with what can be answered to them, or the question before it ends. */
export function GrantDetail(props: GrantDetailProps) {
  const { surface, me, grant, unfolded, onUnfold, onDone, connecting } = props;
  const { text } = useClient();
  const act = useAct();
  const side = sideOf(grant, me.id);
  const other = otherOf(grant, me.id);
  const name = firstName(other.name);

  if (unfolded !== 'terms') {
    return (
      <ConfirmInline
        question={text(`panel_${unfolded}_question`, name)}
        yes={text(`panel_${unfolded}`)}
        act={act}
        onNo={() => onUnfold(null)}
        onYes={() =>
          act.run(`grants:${unfolded}`, { id: grant.id }, (ended) => {
            onUnfold(null);
            onDone(text(`panel_${unfolded}_done`, name), { grant: ended });
          })
        }
      >
        {grant.waiting > 0 && <strong>{counted(text, 'panel_will_stop', grant.waiting)} </strong>}
        {text(`panel_${unfolded}_detail`, name)}
      </ConfirmInline>
    );
  }

  const isAsked = side === 'acceptor' && grant.state === 'requesting';
  const accept = () => {
    const onAccepted = (accepted: Grant) => {
      onUnfold(null);
      onDone(text('panel_accepted', name), { grant: accepted });
    };
    if (surface === 'site') act.run('pages:confirm', { accept: grant.id }, onAccepted);
    else act.run('grants:accept', { id: grant.id, termsDigest: grant.termsDigest }, onAccepted);
  };
  return (
    <div class="detail">
      <p class="quiet">
        <bdi>{other.email}</bdi>
      </p>
      {grant.note && <blockquote dir="auto">{grant.note}</blockquote>}
      <TermsView terms={grant.terms} reader={{ side, otherName: other.name }} />
      {isAsked && (
        <div class="actions">
          <button type="button" class="primary" disabled={act.busy} onClick={accept}>
            {text('panel_accept_now')}
          </button>
          <button type="button" disabled={act.busy} onClick={() => onUnfold('decline')}>
            {text('panel_decline')}
          </button>
        </div>
      )}
      {side === 'acceptor' && grant.state === 'suspended' && (
        <div class="actions">
          <button type="button" class="destructive" onClick={() => onUnfold('revoke')}>
            {text('panel_revoke')}
          </button>
        </div>
      )}
      <ActNotice act={act} inWindow={surface === 'site'} />
      <ActNotice act={connecting} />
    </div>
  );
}
