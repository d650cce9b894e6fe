import type { Me } from '../../../shared/api/me.ts';
import { ActNotice } from '../notice.tsx';
import { inSentence } from '../person-name.ts';
import { useClient } from '../surface.tsx';
import { useAct } from '../use-act.ts';

/** The way to what holds for the whole company. */
export function CompanyCard({ me }: { me: Me }) {
  const { text } = useClient();
  const opening = useAct();
  return (
    <section>
      <h2>{text('options_company')}</h2>
      <div class="card">
        <p>{text('options_company_detail')}</p>
        <div class="actions">
          <button type="button" onClick={() => opening.run('pages:open', { page: 'company' })}>
            {text('options_company_open', inSentence(me.workspace.name))}
          </button>
        </div>
        <ActNotice act={opening} />
      </div>
    </section>
  );
}
