import { ActNotice, Notice } from './notice.tsx';
import { useClient } from './surface.tsx';
import { useAct } from './use-act.ts';

/** What a surface shows to somebody who is not signed in. `heading` is the level it has in the surface's outline. */
export function SignedOut({ heading: Heading = 'h2' }: { heading?: 'h2' | 'h3' }) {
  const { text } = useClient();
  const act = useAct();
  return (
    <div class="signed-out">
      <Heading>{text('common_signed_out')}</Heading>
      <p class="quiet">{text('common_signed_out_detail')}</p>
      <button
        type="button"
        class="primary"
        disabled={act.busy && !act.slow}
        onClick={() => act.run('session:signIn', undefined)}
      >
        {text(act.busy && !act.slow ? 'common_signing_in' : 'common_sign_in')}
      </button>
      {act.slow ? <Notice tone="warn">{text('common_slow_sign_in')}</Notice> : <ActNotice act={act} />}
    </div>
  );
}
