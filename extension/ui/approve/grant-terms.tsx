import type { Person } from '../../../shared/api/person.ts';
import { useClient } from '../surface.tsx';
import { TermsView } from '../terms/terms-view.tsx';
import { useRead } from '../use-read.ts';

/** The terms I gave, under which this would go out. */
export function GrantTerms({ grantId, requestor }: { grantId: string | null; requestor: Person }) {
  const { text } = useClient();
  const grants = useRead('grants:list', undefined, ['grants']);
  const grant = grants.value?.find(({ id }) => id === grantId);
  if (!grant) return null;
  return (
    <details>
      <summary>{text('approve_terms')}</summary>
      <TermsView terms={grant.terms} reader={{ side: 'acceptor', otherName: requestor.name }} />
    </details>
  );
}
